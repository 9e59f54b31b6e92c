{{/*
A webhook configuration of the kustomize overlays, as the values want it: rules and conditions have one source.
Takes: root, file.
*/}}
{{- define "fargate-admission.webhookConfiguration" -}}
{{- $root := .root }}
{{- $values := $root.Values }}
{{- $configuration := $root.Files.Get .file | fromYaml }}
apiVersion: {{ $configuration.apiVersion }}
kind: {{ $configuration.kind }}
metadata:
  name: {{ $configuration.metadata.name }}
  labels: {{- include "fargate-admission.labels" $root | nindent 4 }}
  annotations: {{- include "fargate-admission.webhookAnnotations" $root | nindent 4 }}
webhooks:
{{- range $webhook := $configuration.webhooks }}
  {{- $_ := set $webhook.clientConfig.service "namespace" $root.Release.Namespace }}
  {{- if eq $values.certificates.mode "existing" }}
    {{- with $values.certificates.existing.caBundle }}
      {{- $_ := set $webhook.clientConfig "caBundle" (b64enc .) }}
    {{- end }}
  {{- end }}
  {{- $_ := set $webhook "timeoutSeconds" (min $webhook.timeoutSeconds $values.webhook.timeoutSeconds) }}
  {{- if eq $webhook.name "profiles.fargate-admission.svc" }}
    {{- $_ := set $webhook "failurePolicy" $values.webhook.failurePolicy }}
    {{- $_ := set $webhook "timeoutSeconds" $values.webhook.timeoutSeconds }}
  {{- else if eq $webhook.name "enforce.fargate-admission.svc" }}
    {{- $_ := set $webhook "failurePolicy" $values.enforce.failurePolicy }}
  {{- end }}
  {{- $_ := set $webhook "namespaceSelector" (include "fargate-admission.namespaceSelector" (dict "root" $root "webhook" $webhook) | fromYaml) }}
  - {{ toYaml $webhook | indent 4 | trim }}
{{- end }}
{{- end }}

{{- define "fargate-admission.webhookAnnotations" -}}
{{- with .Values.webhook.annotations }}
{{- toYaml . }}
{{ end }}
{{- if eq .Values.certificates.mode "cert-manager" -}}
cert-manager.io/inject-ca-from: {{ .Release.Namespace }}/fargate-admission
{{ end -}}
kubernetes.io/description: >-
  Fargate Admission. To stop the API server from calling it, delete this object; helm upgrade puts it back.
{{- end }}

{{/*
Never the namespaces that the webhook itself depends on. What the values add is for pods and workloads: a profile is checked wherever it
is written.
Takes: root, webhook.
*/}}
{{- define "fargate-admission.namespaceSelector" -}}
{{- $isOfProfiles := has .webhook.name (list "profiles.fargate-admission.svc" "deleted-profiles.fargate-admission.svc") }}
{{- $added := ternary dict .root.Values.webhook.namespaceSelector $isOfProfiles }}
matchExpressions:
{{- range .webhook.namespaceSelector.matchExpressions }}
  - key: {{ .key }}
    operator: {{ .operator }}
    values: {{ eq .key "kubernetes.io/metadata.name" | ternary (list "kube-system" $.root.Release.Namespace) .values | toJson }}
{{- end }}
{{- if and .root.Values.enforce.codes (eq .webhook.name "workloads.fargate-admission.svc") }}
  # In these namespaces the webhook that denies warns as well: each finding is printed once.
  - key: fargate-admission/enforce
    operator: NotIn
    values: ['true']
{{- end }}
{{- with $added.matchExpressions }}
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $added.matchLabels }}
matchLabels: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
