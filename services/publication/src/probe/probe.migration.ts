import { sqlMigration } from '@wenzheng/platform';

/** Of ways in that were probed before, the next probe tells. */
export const keepProbes = sqlMigration(
  'keepProbes1801300000002',
  `CREATE TABLE probed_way (
     connector text NOT NULL,
     name text NOT NULL,
     way text NOT NULL,
     sequence integer NOT NULL,
     state jsonb NOT NULL,
     PRIMARY KEY (connector, name, way)
   );
   CREATE TABLE probed_day (
     connector text NOT NULL,
     name text NOT NULL,
     way text NOT NULL,
     date date NOT NULL,
     sequence integer NOT NULL,
     probes integer NOT NULL,
     arrived integer NOT NULL,
     expected integer NOT NULL,
     PRIMARY KEY (connector, name, way, date)
   );`,
);
