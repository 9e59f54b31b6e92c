import { unknownPods, type WorkloadKind } from '../workload-kind.ts';

/**
 * Kinds whose operators make pods from fields of their own: no rule for it can be read off the object. A row holds for every
 * version of the group. Sources: the CustomResourceDefinitions of the projects.
 */
export const UNREAD_KINDS: readonly WorkloadKind[] = (
  [
    // open-telemetry/opentelemetry-operator
    ['opentelemetry.io', ['OpenTelemetryCollector', 'TargetAllocator', 'OpAMPBridge']],
    // strimzi/strimzi-kafka-operator
    ['kafka.strimzi.io', ['Kafka', 'KafkaNodePool', 'KafkaConnect', 'KafkaBridge', 'KafkaMirrorMaker2']],
    ['core.strimzi.io', ['StrimziPodSet']],
    // DataDog/datadog-operator
    ['datadoghq.com', ['DatadogAgent']],
    // prometheus-operator/prometheus-operator
    ['monitoring.coreos.com', ['Prometheus', 'PrometheusAgent', 'Alertmanager', 'ThanosRuler']],
    // grafana/grafana-operator, grafana/k6-operator, jaegertracing/jaeger-operator
    ['grafana.integreatly.org', ['Grafana']],
    ['k6.io', ['TestRun', 'PrivateLoadZone']],
    ['jaegertracing.io', ['Jaeger']],
    // cloudnative-pg/cloudnative-pg, rabbitmq/cluster-operator
    ['postgresql.cnpg.io', ['Cluster', 'Pooler']],
    ['rabbitmq.com', ['RabbitmqCluster']],
    // elastic/cloud-on-k8s
    ['elasticsearch.k8s.elastic.co', ['Elasticsearch']],
    ['kibana.k8s.elastic.co', ['Kibana']],
    ['beat.k8s.elastic.co', ['Beat']],
    ['agent.k8s.elastic.co', ['Agent']],
    ['logstash.k8s.elastic.co', ['Logstash']],
    ['apm.k8s.elastic.co', ['ApmServer']],
    // apache/flink-kubernetes-operator
    ['flink.apache.org', ['FlinkDeployment']],
    // argoproj/argo-events
    ['argoproj.io', ['EventBus', 'EventSource', 'Sensor']],
    // kserve/kserve
    [
      'serving.kserve.io',
      ['InferenceService', 'InferenceGraph', 'ServingRuntime', 'ClusterServingRuntime', 'LLMInferenceService'],
    ],
  ] as const
).flatMap(([group, kinds]) =>
  kinds.map(
    (kind): WorkloadKind => ({
      apiVersions: [`${group}/*`],
      kind,
      pods: unknownPods('its operator makes them from fields of its own; check the pods in the cluster with audit'),
      ownerOfPods: '',
    }),
  ),
);
