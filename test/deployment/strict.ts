import * as kubernetes from '@kubernetes/client-node';
import { customTypes } from './custom-types.js';
import type { Resource } from './rendered.js';

interface Attribute {
  baseName: string;
  type: string;
}

/** Every field that is unknown to Kubernetes, or has another type than it expects, by its path. */
export function faultsOf(resource: Resource): string[] {
  const type = typeOf(resource);
  if (!type) return [`${resource.kind}: ${resource.apiVersion}/${resource.kind} is not known here`];
  return faults(resource, type, `${resource.kind}/${resource.metadata.name}`);
}

function typeOf({ apiVersion, kind }: Resource): string | undefined {
  const custom = `${apiVersion}/${kind}`;
  if (custom in customTypes) return custom;
  const [group = '', version = group] = apiVersion.split('/');
  const name = `${version.charAt(0).toUpperCase()}${version.slice(1)}${kind}`;
  const isBuiltIn = !group.includes('.') || group.endsWith('.k8s.io');
  return isBuiltIn && attributesOf(name) ? name : undefined;
}

function attributesOf(type: string): Attribute[] | undefined {
  const custom = customTypes[type];
  if (custom) return Object.entries(custom).map(([baseName, attribute]) => ({ baseName, type: attribute }));
  const model = (kubernetes as unknown as Record<string, { getAttributeTypeMap?: () => Attribute[] } | undefined>)[type];
  return model?.getAttributeTypeMap?.();
}

function faults(value: unknown, type: string, path: string): string[] {
  const wrong = [`${path}: ${JSON.stringify(value)} is no ${type}`];
  const list = /^(?:Array|Set)<(.+)>$/.exec(type)?.[1];
  if (list) return Array.isArray(value) ? value.flatMap((item, index) => faults(item, list, `${path}[${index}]`)) : wrong;
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1];
  if (map) return isObject(value) ? Object.entries(value).flatMap(([key, item]) => faults(item, map, `${path}.${key}`)) : wrong;
  if (type === 'any') return [];
  if (type === 'IntOrString') return typeof value === 'string' || Number.isInteger(value) ? [] : wrong;
  if (type === 'string' || type === 'number' || type === 'boolean') return typeof value === type ? [] : wrong;
  const attributes = attributesOf(type);
  if (!attributes) return [`${path}: the type ${type} is not known here`];
  if (!isObject(value)) return wrong;
  return Object.entries(value).flatMap(([key, item]) => {
    const attribute = attributes.find(({ baseName }) => baseName === key);
    return attribute ? faults(item, attribute.type, `${path}.${key}`) : [`${path}: ${type} has no field ${key}`];
  });
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
