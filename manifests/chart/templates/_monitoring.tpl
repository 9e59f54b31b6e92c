{{/* Takes: root, file, labels (the name of a template). */}}
{{- define "fargate-admission.prometheusRule" -}}
{{- $rule := .root.Files.Get .file | fromYaml }}
apiVersion: {{ $rule.apiVersion }}
kind: {{ $rule.kind }}
metadata:
  name: {{ $rule.metadata.name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- with .root.Values.prometheusRule.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- include .labels .root | nindent 4 }}
{{- $namespace := printf "namespace %s" .root.Release.Namespace }}
spec: {{- toJson $rule.spec | replace "namespace fargate-admission" $namespace | fromJson | toYaml | nindent 2 }}
{{- end }}

{{/* Takes: root, name, file, labels (the name of a template). */}}
{{- define "fargate-admission.dashboard" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .name }}-dashboard
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- with .root.Values.dashboard.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- include .labels .root | nindent 4 }}
  {{- with .root.Values.dashboard.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
data:
  {{ .name }}.json: | {{- .root.Files.Get .file | nindent 4 }}
{{- end }}

{{/* Of what repeats its work in a cluster. Takes: root, name, component, labels (the name of a template). */}}
{{- define "fargate-admission.serviceMonitor" -}}
# For Prometheus alone, and without the port of a page, which names the workloads of all namespaces.
apiVersion: v1
kind: Service
metadata:
  # The series have job="{{ .name }}".
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    app.kubernetes.io/component: {{ .component }}
    {{- include .labels .root | nindent 4 }}
spec:
  clusterIP: None
  # A pod that is not ready has the most to tell.
  publishNotReadyAddresses: true
  selector:
    app.kubernetes.io/name: {{ .name }}
  ports:
    - name: ops
      port: 8080
      targetPort: ops
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- with .root.Values.serviceMonitor.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- include .labels .root | nindent 4 }}
spec:
  selector:
    matchLabels:
      app.kubernetes.io/component: {{ .component }}
  endpoints:
    - port: ops
      path: /metrics
      interval: {{ .root.Values.serviceMonitor.interval }}
{{- end }}
