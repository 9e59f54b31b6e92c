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
