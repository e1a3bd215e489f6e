"""How often somebody may try to sign in: counted in memory, for each account name."""

from __future__ import annotations

from dataclasses import dataclass, field

LIMIT = 10
PER_SECONDS = 15 * 60
MOST_ACCOUNTS = 10_000


@dataclass(slots=True)
class Attempts:
    """Failed attempts of the last quarter of an hour; times are seconds of any steady clock."""

    limit: int = LIMIT
    per_seconds: float = PER_SECONDS
    _failed: dict[str, list[float]] = field(default_factory=dict)

    def may_try(self, account: str, now: float) -> bool:
        """Say whether the account has attempts left."""
        return len(self._recent(account, now)) < self.limit

    def add_failure(self, account: str, now: float) -> None:
        """Count one failed attempt."""
        self._failed[account] = [*self._recent(account, now), now]
        if len(self._failed) > MOST_ACCOUNTS:  # invented names must not fill the memory
            self._failed.pop(next(iter(self._failed)))

    def forget(self, account: str) -> None:
        """Forget the failures of an account that signed in."""
        self._failed.pop(account, None)

    def _recent(self, account: str, now: float) -> list[float]:
        return [at for at in self._failed.get(account, ()) if now - at < self.per_seconds]
