import { sqlMigration } from '@wenzheng/platform';

export const findFailedDeliveries = sqlMigration('FindFailedDeliveries1799000000002', `CREATE INDEX delivery_failed ON delivery (channel, settled_at) WHERE state = 'failed';`);
