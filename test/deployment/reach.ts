import { BlockList } from 'node:net';
import type { V1LabelSelector, V1NetworkPolicyPeer, V1NetworkPolicyPort, V1NetworkPolicySpec } from '@kubernetes/client-node';
import type { Rendered, Resource } from './rendered.js';

type Labels = Record<string, string>;

/** As it stands in a manifest; the client's class calls `from` differently. */
interface Policy extends Omit<V1NetworkPolicySpec, 'ingress'> {
  ingress?: { from?: V1NetworkPolicyPeer[]; ports?: V1NetworkPolicyPort[] }[];
}

/** Somebody who sends or receives: a pod of the city, one of another namespace, or an address outside. */
export type Party = { name: string; labels: Labels; ports?: Record<string, number> } | { name: string; namespace: Labels; labels?: Labels } | { name: string; address: string };

/** What the city's NetworkPolicies let through, computed as the Kubernetes API defines them. */
export class Reach {
  private readonly policies: Policy[];

  constructor(city: Rendered) {
    this.policies = city.all<Resource & { spec: Policy }>('NetworkPolicy').map(({ spec }) => spec);
  }

  allows(from: Party, to: Party, port: number, protocol = 'TCP'): boolean {
    return this.passes('Egress', from, to, port, protocol, to) && this.passes('Ingress', to, from, port, protocol, to);
  }

  /** Whether any policy holds this party in that direction; without one Kubernetes lets everything through. */
  isHeld(party: Party, direction: 'Ingress' | 'Egress'): boolean {
    return this.holding(direction, party).length > 0;
  }

  private passes(direction: 'Ingress' | 'Egress', held: Party, peer: Party, port: number, protocol: string, receiver: Party): boolean {
    const holding = this.holding(direction, held);
    if (!isPodOfTheCity(held) || holding.length === 0) return true;
    return holding.some((policy) => {
      const rules = direction === 'Egress' ? (policy.egress ?? []).map(({ to, ports }) => ({ peers: to, ports })) : (policy.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }));
      return rules.some(({ peers, ports }) => (!peers || peers.some((one) => matchesPeer(one, peer))) && (!ports || ports.some((one) => matchesPort(one, port, protocol, receiver))));
    });
  }

  private holding(direction: 'Ingress' | 'Egress', party: Party): Policy[] {
    if (!isPodOfTheCity(party)) return [];
    return this.policies.filter(({ podSelector, policyTypes }) => policyTypes?.includes(direction) && selects(podSelector, party.labels));
  }
}

const isPodOfTheCity = (party: Party): party is { name: string; labels: Labels; ports?: Record<string, number> } => 'labels' in party && !('namespace' in party) && party.labels !== undefined;

function matchesPeer(peer: V1NetworkPolicyPeer, party: Party): boolean {
  if (peer.ipBlock) {
    if (!('address' in party)) return false;
    return within(peer.ipBlock.cidr, party.address) && !(peer.ipBlock.except ?? []).some((cidr) => within(cidr, party.address));
  }
  if ('address' in party) return false;
  if (peer.namespaceSelector) return 'namespace' in party && selects(peer.namespaceSelector, party.namespace) && selects(peer.podSelector, party.labels ?? {});
  return isPodOfTheCity(party) && selects(peer.podSelector, party.labels);
}

function matchesPort({ port, protocol = 'TCP' }: V1NetworkPolicyPort, wanted: number, wantedProtocol: string, receiver: Party): boolean {
  if (protocol !== wantedProtocol) return false;
  if (port === undefined) return true;
  const number = typeof port === 'string' ? ('ports' in receiver ? receiver.ports?.[port] : undefined) : Number(port);
  return number === wanted;
}

function selects(selector: V1LabelSelector | undefined, labels: Labels): boolean {
  const byLabels = Object.entries(selector?.matchLabels ?? {}).every(([label, value]) => labels[label] === value);
  return byLabels && (selector?.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'In') return value !== undefined && values.includes(value);
    if (operator === 'NotIn') return value === undefined || !values.includes(value);
    throw new Error(`the operator ${operator} is not known here`);
  });
}

function within(cidr: string, address: string): boolean {
  const [network = '', length] = cidr.split('/');
  const [family, own] = [network, address].map((one) => (one.includes(':') ? 'ipv6' : 'ipv4'));
  if (family !== own) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(length), family as 'ipv4' | 'ipv6');
  return list.check(address, family as 'ipv4' | 'ipv6');
}
