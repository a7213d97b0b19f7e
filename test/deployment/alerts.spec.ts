import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deployedServices } from '@wenzheng/contracts';
import { findProgram } from '@wenzheng/local';
import { quoted, readmeTable } from '@wenzheng/testing';
import { stringify } from 'yaml';
import { deployFolder, render, renderWithComponents, type Resource } from './rendered.js';

const run = promisify(execFile);

/** What services export: their READMEs say it, and are held against the code. */
const documented = ['libs/platform', 'libs/messaging', 'services/intake', 'services/deadline-supervision', 'services/publication'].flatMap((project) =>
  readmeTable(new URL(`../../${project}/README.md`, import.meta.url), 'metric').map(([name = '']) => quoted(name)[0] ?? ''),
);
/** And what Kubernetes and the stores' exporters add: nothing else may be asked for. */
const metrics = [
  ...documented,
  'up', 'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp', 'cnpg_pg_stat_archiver_seconds_since_last_archival', 'nats_varz_jetstream_stats_storage', 'nats_varz_jetstream_config_max_storage',
  'kube_cronjob_status_last_successful_time', 'pg_stat_archiver_last_archive_age',
];

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; action: string; runbook_url: string };
}

/** The names that a PromQL expression reads: what is no function, keyword, label or number. */
function metricsIn(expression: string): string[] {
  const bare = expression.replace(/"[^"]*"/g, '').replace(/\{[^}]*\}/g, '').replace(/\b(?:by|without|on)\s*\([^)]*\)/g, ' ').replace(/\[[^\]]*\]/g, '');
  const names = [...bare.matchAll(/[a-zA-Z_:][\w:]*(?!\s*\(|\w)/g)].map(([name]) => name);
  return names.filter((name) => !['or', 'and', 'unless', 'by', 'bool'].includes(name)).map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
}

let rules: Rule[];
let groups: unknown[];
beforeAll(async () => {
  const found = (await render('production')).all<Resource & { spec: { groups: { rules: Rule[] }[] } }>('PrometheusRule');
  groups = found.flatMap(({ spec }) => spec.groups);
  rules = found.flatMap(({ spec }) => spec.groups.flatMap((group) => group.rules));
}, 300_000);

describe('alerts', () => {
  it('ask only for metrics that exist', () => {
    expect(rules.flatMap(({ expr }) => metricsIn(expr)).filter((name) => !metrics.includes(name))).toEqual([]);
  });

  it('say how bad it is, what it is in Chinese and English, and what to do', () => {
    for (const { alert, labels, annotations } of rules) {
      expect([alert, labels.severity]).toEqual([alert, expect.stringMatching(/^(critical|warning)$/)]);
      expect(annotations.summary).toMatch(/[\u4e00-\u9fff].*[a-z]/);
      expect(annotations.action.length).toBeGreaterThan(20);
    }
  });

  it('each lead to a section of the runbook that says more than the alert, and no section is without its alert', async () => {
    const sections = (await readFile(`${deployFolder}runbook.md`, 'utf8')).split(/^## /m).slice(1).map((section) => section.split('\n'));
    const names = sections.map(([name]) => name);
    expect(names.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
    for (const { alert, annotations } of rules) expect(annotations.runbook_url).toMatch(new RegExp(`^https://.+/runbook\\.md#${alert.toLowerCase()}$`));
    for (const [name, ...lines] of sections) expect([name, lines.join('').length > 120, /^1\. /m.test(lines.join('\n'))]).toEqual([name, true, true]);
  });

  it('of the stores of `small` say of the same troubles the same', async () => {
    const small = (await renderWithComponents('small')).all<Resource & { spec: { groups: { name: string; rules: Rule[] }[] } }>('PrometheusRule').flatMap(({ spec }) => spec.groups.flatMap((group) => group.rules));
    const known = new Set(rules.map(({ alert }) => alert));
    expect(small.filter(({ alert }) => !known.has(alert))).toEqual([]);
    expect(small.flatMap(({ expr }) => metricsIn(expr)).filter((name) => !metrics.includes(name))).toEqual([]);
    expect(small.map(({ alert }) => alert)).toEqual(expect.arrayContaining(['WenzhengBackupTooOld', 'WenzhengWalNotArchived', 'WenzhengStreamsFillUp']));
  }, 300_000);

  it('have names of their own', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

describe('the dashboard', () => {
  it('asks only for metrics that exist, and shows every one that services export', async () => {
    const dashboard = JSON.parse(await readFile(`${deployFolder}kubernetes/components/monitoring/wenzheng.json`, 'utf8')) as { panels: { targets: { expr: string }[] }[] };
    const asked = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)));
    expect(asked.filter((name) => !metrics.includes(name))).toEqual([]);
    expect(metrics.filter((name) => /^(wenzheng|http|nodejs|process)_/.test(name) && !asked.includes(name))).toEqual([]);
  });
});

describe('Prometheus itself', () => {
  let folder: string;
  let promtool: string;
  beforeAll(async () => {
    promtool = await findProgram({ program: 'promtool', package: 'promtool', release: 'trixie', path: 'usr/bin/promtool' });
    folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-rules-'));
    await writeFile(path.join(folder, 'rules.yaml'), stringify({ groups }));
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('accepts every rule', async () => {
    const { stdout } = await run(promtool, ['check', 'rules', path.join(folder, 'rules.yaml')]);
    expect(stdout).toContain(`SUCCESS: ${rules.length} rules found`);
  });

  const flat = (series: string, value: number) => ({ series, values: `${value}x60` });
  const city = (changes: { series: string; values: string }[]) => {
    const healthy = [
      flat('up{wenzheng_service="console",pod="a"}', 1),
      ...['intake', 'routing', 'publication', 'deadline-supervision'].flatMap((service) => [
        flat(`up{wenzheng_service="${service}",pod="a"}`, 1), flat(`wenzheng_outbox_lag_seconds{wenzheng_service="${service}"}`, 0), flat(`wenzheng_outbox_depth{wenzheng_service="${service}"}`, 0),
        flat(`wenzheng_dead_letters{wenzheng_service="${service}"}`, 0), flat(`wenzheng_consumer_lag{wenzheng_service="${service}",stream="INTAKE"}`, 12),
        flat(`nodejs_eventloop_delay_seconds{wenzheng_service="${service}"}`, 0.01), flat(`wenzheng_database_pool{wenzheng_service="${service}",state="waiting"}`, 0),
      ]),
      flat('wenzheng_conservation_balanced{wenzheng_service="deadline-supervision"}', 1), flat('wenzheng_conservation_differences{wenzheng_service="deadline-supervision"}', 0),
      { series: 'http_server_request_duration_seconds_count{wenzheng_service="intake",http_response_status_code="201"}', values: '0+6000x60' },
      { series: 'http_server_request_duration_seconds_count{wenzheng_service="intake",http_response_status_code="503"}', values: '0+6x60' },
      { series: 'http_server_request_duration_seconds_bucket{wenzheng_service="intake",http_request_method="POST",le="0.5"}', values: '0+6000x60' },
      { series: 'http_server_request_duration_seconds_bucket{wenzheng_service="intake",http_request_method="POST",le="+Inf"}', values: '0+6000x60' },
      { series: 'wenzheng_sweep_lateness_seconds_bucket{wenzheng_service="deadline-supervision",le="60"}', values: '0+100x60' },
      { series: 'wenzheng_sweep_lateness_seconds_bucket{wenzheng_service="deadline-supervision",le="+Inf"}', values: '0+100x60' },
    ];
    const changed = new Set(changes.map(({ series }) => series));
    return [...healthy.filter(({ series }) => !changed.has(series)), ...changes];
  };

  /** The alerts that fire after half an hour. */
  const firing = async (name: string, changes: { series: string; values: string }[], alerts: string[]) => {
    const labels = (alert: string) => rules.find((rule) => rule.alert === alert)!.labels;
    const file = path.join(folder, `${name}.yaml`);
    const expectations = rules.filter(({ alert }) => !/Backup|Wal|Quorum|Streams/.test(alert)).map(({ alert }) => ({
      eval_time: '30m', alertname: alert, exp_alerts: alerts.includes(alert) ? undefined : [], labels: labels(alert),
    }));
    const quiet = expectations.filter(({ exp_alerts }) => exp_alerts).map(({ eval_time, alertname }) => ({ eval_time, alertname, exp_alerts: [] }));
    const loud = alerts.map((alert) => ({ expr: `count(ALERTS{alertname="${alert}",alertstate="firing"})`, eval_time: '30m', exp_samples: [{ labels: '{}', value: 1 }] }));
    await writeFile(file, stringify({ rule_files: ['rules.yaml'], evaluation_interval: '1m', tests: [{ interval: '1m', input_series: city(changes), alert_rule_test: quiet, promql_expr_test: loud }] }));
    const outcome = await run(promtool, ['test', 'rules', file]).then(({ stdout }) => stdout, (error: { stdout: string; stderr: string }) => error.stdout + error.stderr);
    expect(outcome).toContain('SUCCESS');
  };

  it('is silent over a healthy city', () => firing('healthy', [], []));

  it.each<[string, string, string[]]>([
    ['up{wenzheng_service="routing",pod="a"}', '0x60', ['WenzhengServiceAway']],
    ['wenzheng_conservation_differences{wenzheng_service="deadline-supervision"}', '2x60', ['WenzhengMessagesNotAccountedFor']],
    ['wenzheng_conservation_balanced{wenzheng_service="deadline-supervision"}', '0x60', ['WenzhengNotBalanced']],
    ['wenzheng_briefings_missing{wenzheng_service="deadline-supervision"}', '2x60', ['WenzhengBriefingsMissing']],
    ['wenzheng_statistics_missing_periods{wenzheng_service="deadline-supervision"}', '1x60', ['WenzhengStatisticsMissing']],
    ['wenzheng_webhook_deliveries{wenzheng_service="deadline-supervision",state="failed"}', '1x60', ['WenzhengWebhooksFailed']],
    ['wenzheng_webhook_deliveries{wenzheng_service="deadline-supervision",state="waiting"}', '0x5 2x55', ['WenzhengWebhooksWait']],
    ['wenzheng_attachments_waiting{wenzheng_service="intake",state="scanning"}', '3x60', ['WenzhengScannerAway']],
    ['wenzheng_portal_away{wenzheng_service="publication"}', '1x60', ['WenzhengPortalAway']],
    ['wenzheng_read_back_differing{wenzheng_service="publication"}', '0x5 2x55', ['WenzhengPublishedDiffers']],
    ['wenzheng_dead_letters{wenzheng_service="publication"}', '1x60', ['WenzhengDeadLetters']],
    ['wenzheng_outbox_lag_seconds{wenzheng_service="intake"}', '61x60', ['WenzhengOutboxWaits']],
    ['wenzheng_outbox_depth{wenzheng_service="intake"}', '50001x60', ['WenzhengOutboxFillsUp']],
    ['wenzheng_consumer_lag{wenzheng_service="routing",stream="INTAKE"}', '10001x60', ['WenzhengConsumerBehind']],
    ['wenzheng_consumer_redeliveries_total{wenzheng_service="routing",stream="INTAKE"}', '0+120x60', ['WenzhengRedeliveries']],
    ['wenzheng_sweep_lateness_seconds_bucket{wenzheng_service="deadline-supervision",le="60"}', '0+90x60', []],
    ['http_server_request_duration_seconds_count{wenzheng_service="intake",http_response_status_code="503"}', '0+600x60', ['WenzhengErrors']],
    ['http_server_request_duration_seconds_bucket{wenzheng_service="intake",http_request_method="POST",le="0.5"}', '0+5000x60', []],
    ['wenzheng_database_pool{wenzheng_service="intake",state="waiting"}', '3x60', ['WenzhengDatabasePoolExhausted']],
    ['nodejs_eventloop_delay_seconds{wenzheng_service="intake"}', '0.3x60', ['WenzhengEventLoopBlocked']],
  ])('over %s at %s raises %j', async (series, values, alerts) => {
    await firing(series.replace(/\W+/g, '-'), [{ series, values }], alerts);
  });

  it.each(deployedServices)('raises WenzhengServiceAway over %s of which nothing is left', (service) =>
    firing(`gone-${service}`, [{ series: `up{wenzheng_service="${service}",pod="a"}`, values: '1x5 _x55' }], ['WenzhengServiceAway']));

  it('raises WenzhengSweepLate over deadlines that fire two minutes late', () =>
    firing('sweep', [
      { series: 'wenzheng_sweep_lateness_seconds_bucket{wenzheng_service="deadline-supervision",le="60"}', values: '0+90x60' },
      { series: 'wenzheng_sweep_lateness_seconds_bucket{wenzheng_service="deadline-supervision",le="300"}', values: '0+100x60' },
    ], ['WenzhengSweepLate']));

  it('raises WenzhengRegistrationSlow over registrations that take a second', () =>
    firing('slow', [
      { series: 'http_server_request_duration_seconds_bucket{wenzheng_service="intake",http_request_method="POST",le="0.5"}', values: '0+5000x60' },
      { series: 'http_server_request_duration_seconds_bucket{wenzheng_service="intake",http_request_method="POST",le="1"}', values: '0+6000x60' },
    ], ['WenzhengRegistrationSlow']));
});
