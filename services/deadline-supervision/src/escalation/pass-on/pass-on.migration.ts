import { sqlMigration } from '@wenzheng/platform';

export const createPassing = sqlMigration(
  'CreatePassing1764600000004',
  `
  ALTER TABLE escalation ADD COLUMN passed_on_at timestamptz, ADD COLUMN passed_on_from text;
  CREATE INDEX escalation_unacknowledged ON escalation (raised_at) WHERE acknowledged_at IS NULL AND withdrawn_at IS NULL AND "to" = 'supervision-office';
  UPDATE policy SET rules = rules || '{"acknowledgeWorkingDays": {"value": 1, "basis": "default", "requirement": "R22",
    "zh": "上报后应在几个工作日内签收", "en": "working days to acknowledge an escalation in"}}';
  `,
);
