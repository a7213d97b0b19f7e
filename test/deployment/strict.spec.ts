import { describe, expect, it } from '@jest/globals';
import { faultsOf } from './strict.js';

const pod = (container: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', ...container }] } });

describe('the check of manifests', () => {
  it('finds a field that does not exist', () => {
    expect(faultsOf(pod({ livenesProbe: {} }))).toEqual(['Pod/p.spec.containers[0]: V1Container has no field livenesProbe']);
  });

  it('finds a value of a wrong type', () => {
    expect(faultsOf(pod({ env: [{ name: 'PORT', value: 8080 }] }))).toEqual(['Pod/p.spec.containers[0].env[0].value: 8080 is no string']);
  });

  it('finds a mistyped field of a custom resource, and refuses a resource that it does not know', () => {
    const rule = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'r' }, spec: { groups: [{ name: 'g', rules: [{ alert: 'A', expresion: '1' }] }] } };
    expect(faultsOf(rule)).toEqual(['PrometheusRule/r.spec.groups[0].rules[0]: AlertRule has no field expresion']);
    expect(faultsOf({ ...rule, kind: 'PrometheusRul' })).toHaveLength(1);
  });

  it('finds nothing in what is right', () => {
    expect(faultsOf(pod({ image: 'a:1', resources: { limits: { memory: '1Gi' } } }))).toEqual([]);
  });
});
