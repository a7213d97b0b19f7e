/**
 * What the manifests use of custom resources, in the notation of @kubernetes/client-node. A field that is not here is a
 * fault, so that a mistyped one is found; one that is added goes in after a look at the resource's own reference.
 */
export const customTypes: Record<string, Record<string, string>> = {
  'gateway.networking.k8s.io/v1/Gateway': resource('GatewaySpec'),
  GatewaySpec: { gatewayClassName: 'string', listeners: 'Array<Listener>' },
  Listener: { name: 'string', hostname: 'string', protocol: 'string', port: 'number', tls: 'ListenerTls', allowedRoutes: 'AllowedRoutes' },
  ListenerTls: { mode: 'string', certificateRefs: 'Array<Named>' },
  AllowedRoutes: { namespaces: 'RouteNamespaces' },
  RouteNamespaces: { from: 'string' },
  Named: { name: 'string' },

  'gateway.networking.k8s.io/v1/HTTPRoute': resource('HttpRouteSpec'),
  HttpRouteSpec: { parentRefs: 'Array<ParentReference>', hostnames: 'Array<string>', rules: 'Array<RouteRule>' },
  ParentReference: { name: 'string', sectionName: 'string' },
  RouteRule: { matches: 'Array<RouteMatch>', filters: 'Array<RouteFilter>', backendRefs: 'Array<BackendReference>', timeouts: 'RouteTimeouts' },
  RouteTimeouts: { request: 'string' },
  RouteMatch: { path: 'PathMatch', method: 'string' },
  PathMatch: { type: 'string', value: 'string' },
  RouteFilter: { type: 'string', requestRedirect: 'RequestRedirect' },
  RequestRedirect: { scheme: 'string', statusCode: 'number' },
  BackendReference: { name: 'string', port: 'number' },

  'monitoring.coreos.com/v1/ServiceMonitor': resource('ServiceMonitorSpec'),
  ServiceMonitorSpec: { selector: 'V1LabelSelector', endpoints: 'Array<MonitorEndpoint>' },
  MonitorEndpoint: { port: 'string', path: 'string', interval: 'string', relabelings: 'Array<Relabeling>' },
  Relabeling: { sourceLabels: 'Array<string>', targetLabel: 'string' },

  'monitoring.coreos.com/v1/PrometheusRule': resource('PrometheusRuleSpec'),
  PrometheusRuleSpec: { groups: 'Array<RuleGroup>' },
  RuleGroup: { name: 'string', rules: 'Array<AlertRule>' },
  AlertRule: { alert: 'string', expr: 'string', for: 'string', labels: text(), annotations: text() },

  'monitoring.coreos.com/v1/PodMonitor': resource('PodMonitorSpec'),
  PodMonitorSpec: { selector: 'V1LabelSelector', podMetricsEndpoints: 'Array<MonitorEndpoint>' },

  'cert-manager.io/v1/Issuer': resource('IssuerSpec'),
  IssuerSpec: { selfSigned: 'Empty', ca: 'CaIssuer' },
  Empty: {},
  CaIssuer: { secretName: 'string' },
  'cert-manager.io/v1/Certificate': resource('CertificateSpec'),
  CertificateSpec: {
    isCA: 'boolean', commonName: 'string', secretName: 'string', duration: 'string', dnsNames: 'Array<string>', usages: 'Array<string>', privateKey: 'PrivateKey',
    issuerRef: 'IssuerReference', secretTemplate: 'InheritedMetadata',
  },
  PrivateKey: { algorithm: 'string', size: 'number', rotationPolicy: 'string' },
  IssuerReference: { kind: 'string', name: 'string' },

  'postgresql.cnpg.io/v1/Cluster': resource('ClusterSpec'),
  ClusterSpec: {
    instances: 'number', imageName: 'string', inheritedMetadata: 'InheritedMetadata', enableSuperuserAccess: 'boolean', bootstrap: 'Bootstrap', postgresql: 'PostgresConfiguration',
    affinity: 'ClusterAffinity', resources: 'V1ResourceRequirements', storage: 'ClusterStorage', walStorage: 'ClusterStorage', monitoring: 'ClusterMonitoring', plugins: 'Array<ClusterPlugin>',
    certificates: 'ClusterCertificates', externalClusters: 'Array<ExternalCluster>', imagePullSecrets: 'Array<Named>',
  },
  InheritedMetadata: { labels: text() },
  Bootstrap: { initdb: 'InitDb', recovery: 'Recovery' },
  Recovery: { source: 'string', recoveryTarget: 'RecoveryTarget' },
  RecoveryTarget: { targetTime: 'string' },
  ExternalCluster: { name: 'string', plugin: 'ClusterPlugin' },
  ClusterCertificates: { serverTLSSecret: 'string', serverCASecret: 'string' },
  InitDb: { database: 'string', owner: 'string', dataChecksums: 'boolean', encoding: 'string' },
  PostgresConfiguration: { parameters: text(), synchronous: 'SynchronousReplication' },
  SynchronousReplication: { method: 'string', number: 'number', dataDurability: 'string' },
  ClusterAffinity: { enablePodAntiAffinity: 'boolean', podAntiAffinityType: 'string', topologyKey: 'string' },
  ClusterStorage: { size: 'string' },
  ClusterMonitoring: { enablePodMonitor: 'boolean' },
  ClusterPlugin: { name: 'string', isWALArchiver: 'boolean', parameters: text() },

  'postgresql.cnpg.io/v1/ScheduledBackup': resource('ScheduledBackupSpec'),
  ScheduledBackupSpec: { schedule: 'string', immediate: 'boolean', backupOwnerReference: 'string', cluster: 'Named', method: 'string', pluginConfiguration: 'Named' },

  'barmancloud.cnpg.io/v1/ObjectStore': resource('ObjectStoreSpec'),
  ObjectStoreSpec: { retentionPolicy: 'string', configuration: 'ObjectStoreConfiguration' },
  ObjectStoreConfiguration: { destinationPath: 'string', endpointURL: 'string', s3Credentials: 'S3Credentials', wal: 'Compression', data: 'Compression' },
  S3Credentials: { accessKeyId: 'SecretKey', secretAccessKey: 'SecretKey' },
  SecretKey: { name: 'string', key: 'string' },
  Compression: { compression: 'string' },
};

function resource(spec: string): Record<string, string> {
  return { apiVersion: 'string', kind: 'string', metadata: 'V1ObjectMeta', spec };
}

function text(): string {
  return '{ [key: string]: string; }';
}
