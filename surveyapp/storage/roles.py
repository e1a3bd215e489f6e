"""Who may read which store in one PostgreSQL database: three roles, none of which sees the others."""

from __future__ import annotations

ROLES = """\
-- Run once as a superuser in the database of surveyapp, with three passwords of your own.
CREATE ROLE surveyapp_main LOGIN PASSWORD 'change-me-1';
CREATE ROLE surveyapp_register LOGIN PASSWORD 'change-me-2';
CREATE ROLE surveyapp_urn LOGIN PASSWORD 'change-me-3';
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA main AUTHORIZATION surveyapp_main;
CREATE SCHEMA register AUTHORIZATION surveyapp_register;
CREATE SCHEMA urn AUTHORIZATION surveyapp_urn;
ALTER ROLE surveyapp_main SET search_path = main;
ALTER ROLE surveyapp_register SET search_path = register;
ALTER ROLE surveyapp_urn SET search_path = urn;
"""
