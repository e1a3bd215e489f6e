"""A small identity provider of a county (OpenID Connect) that runs on this machine, for tests."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

CLIENT, SECRET = "befragung", "ein Geheimnis mit % und Leerzeichen"


class _Quiet(WSGIRequestHandler):
    def log(self, *_):
        """Say nothing."""


class IdentityProvider:
    """Signs everybody in at once; ``claims`` and ``description`` change what it says."""

    def __init__(self):
        self.issuer = ""
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.signs_with = self.key
        self.claims, self.description = {}, {}
        self.codes, self.asked = {}, []

    def __call__(self, environ, start):
        request = Request(environ)
        self.asked.append(request.path)
        pages = {
            "/.well-known/openid-configuration": self._describe,
            "/anmelden": self._sign_in,
            "/token": self._token,
            "/keys": lambda _: _json({"keys": [self.key.as_dict(private=False)]}),
        }
        return pages[request.path](request)(environ, start)

    def _describe(self, _request):
        known = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/anmelden",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return _json({**known, **self.description})

    def _sign_in(self, request):
        asked = request.args
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return Response(
            status=302,
            headers={"Location": f"{asked['redirect_uri']}?code={code}&state={asked['state']}"},
        )

    def _token(self, request):
        asked = self.codes.pop(request.form["code"], None)
        name, _, secret = (
            base64.b64decode(request.headers["Authorization"].split()[1]).decode().partition(":")
        )
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or (name, secret) != (CLIENT, SECRET):
            return _json({"error": "invalid_grant"}, 400)
        if challenge != asked["code_challenge"]:
            return _json({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": "p@example.org",
            "email_verified": True,
            **self.claims,
        }
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signs_with)
        return _json({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def answer(self, address):
        """Return what the browser brings back from the page it was sent to."""
        parts = urlsplit(address)
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": parts.path, "QUERY_STRING": parts.query}
        environ |= {"wsgi.url_scheme": "http", "SERVER_NAME": "x", "SERVER_PORT": "80"}
        location = self._sign_in(Request(environ)).headers["Location"]
        query = parse_qs(urlsplit(location).query)
        return {name: values[0] for name, values in query.items()}


def _json(content, status=200):
    return Response(json.dumps(content), status, content_type="application/json")


@contextmanager
def running():
    """Let a provider answer on a free port of this machine."""
    found = IdentityProvider()
    server = make_server("127.0.0.1", 0, found, threaded=True, request_handler=_Quiet)
    found.issuer = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
