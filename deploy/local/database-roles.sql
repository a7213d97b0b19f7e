-- One service's place in the database: a role that may log in and touch its own schema, and nothing else.
-- Runs once per service, as often as wanted, by an administrator connected to the platform's database. It is plain SQL
-- and takes its three values from settings, so the launcher and psql run the same file:
--   PGOPTIONS="-c wenzheng.role=wenzheng_intake -c wenzheng.schema=intake -c wenzheng.password=…" psql -f database-roles.sql

-- The role, with its password brought up to date.
DO $$
DECLARE
  role_name text := current_setting('wenzheng.role');
  password  text := current_setting('wenzheng.password');
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
    EXECUTE format('CREATE ROLE %I', role_name);
  END IF;
  EXECUTE format('ALTER ROLE %I LOGIN NOCREATEDB NOCREATEROLE PASSWORD %L', role_name, password);
  -- An operated database's administrator is often no superuser, and must belong to a role to hand it a schema.
  IF NOT pg_has_role(current_user, role_name, 'SET') THEN
    EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
  END IF;
END
$$;

-- Nobody may connect, or make anything in the common schema, unless told so.
DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), current_setting('wenzheng.role'));
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- The schema, and the role finding it without naming it.
DO $$
DECLARE
  role_name   text := current_setting('wenzheng.role');
  schema_name text := current_setting('wenzheng.schema');
BEGIN
  EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', schema_name, role_name);
  EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC', schema_name);
  EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = %I', role_name, current_database(), schema_name);
END
$$;
