-- One service's place in the database: a schema, a role that owns it and brings it up to date, and a role that the service runs as. That
-- one owns nothing, so that it can take back no evidence; what it may do with each table, the owner says after each migration.
-- Runs once per service, as often as wanted, by an administrator connected to the platform's database. It is plain SQL
-- and takes its four values from settings, so the launcher and psql run the same file:
--   PGOPTIONS="-c wenzheng.role=wenzheng_intake -c wenzheng.schema=intake -c wenzheng.password=… -c wenzheng.owner_password=…" psql -f database-roles.sql

-- The roles, with their passwords brought up to date.
DO $$
DECLARE
  role_name text := current_setting('wenzheng.role');
  one       record;
BEGIN
  FOR one IN
    VALUES (role_name, current_setting('wenzheng.password')), (role_name || '_owner', current_setting('wenzheng.owner_password'))
  LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = one.column1) THEN
      EXECUTE format('CREATE ROLE %I', one.column1);
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN NOCREATEDB NOCREATEROLE PASSWORD %L', one.column1, one.column2);
    -- An operated database's administrator is often no superuser, and must belong to a role to hand it a schema.
    IF NOT pg_has_role(current_user, one.column1, 'SET') THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', one.column1);
    END IF;
  END LOOP;
END
$$;

-- Nobody may connect, or make anything in the common schema, unless told so.
DO $$
DECLARE
  role_name text := current_setting('wenzheng.role');
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I, %I', current_database(), role_name, role_name || '_owner');
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- The schema, and the roles finding it without naming it.
DO $$
DECLARE
  role_name   text := current_setting('wenzheng.role');
  owner_name  text := current_setting('wenzheng.role') || '_owner';
  schema_name text := current_setting('wenzheng.schema');
BEGIN
  -- Before there were two roles, the one that ran owned everything. It goes on while this happens.
  IF EXISTS (SELECT FROM pg_namespace WHERE nspname = schema_name AND nspowner = role_name::regrole) THEN
    EXECUTE format('REASSIGN OWNED BY %I TO %I', role_name, owner_name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO %I', schema_name, role_name);
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO %I', schema_name, role_name);
  END IF;
  EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', schema_name, owner_name);
  EXECUTE format('REVOKE ALL ON SCHEMA %I FROM PUBLIC, %I', schema_name, role_name);
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema_name, role_name);
  EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = %I', role_name, current_database(), schema_name);
  EXECUTE format('ALTER ROLE %I IN DATABASE %I SET search_path = %I', owner_name, current_database(), schema_name);
END
$$;
