{{- define "fargate-admission.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end }}
{{- end }}

{{/* The data of a ConfigMap: what the webhook, the audit and the policies have in common. */}}
{{- define "fargate-admission.clusterSettings" -}}
FARGATE_ADMISSION_CLUSTER_NAME: {{ .Values.clusterName | quote }}
{{- with .Values.region }}
AWS_REGION: {{ . | quote }}
{{- end }}
{{- end }}

{{/* The data of a ConfigMap: all settings of the webhook. */}}
{{- define "fargate-admission.settings" -}}
{{ include "fargate-admission.clusterSettings" . }}
{{- if ne .Release.Namespace "fargate-admission" }}
FARGATE_ADMISSION_SERVICE: {{ .Release.Namespace }}/fargate-admission
{{- end }}
{{- with .Values.enforce.codes }}
FARGATE_ADMISSION_DENY: {{ join "," . | quote }}
{{- end }}
{{- include "fargate-admission.otherSettings" . }}
{{- end }}

{{/* The data of a ConfigMap: all settings of the policies. */}}
{{- define "fargate-admission.policiesSettings" -}}
{{ include "fargate-admission.clusterSettings" . }}
{{- range $name, $_ := .Values.settings }}
  {{- if not (has $name (list "annotationPrefix" "maxSelectors" "maxLabels" "logLevel")) }}
    {{- fail (printf "settings.%s has no effect on policies: remove it, or set policies.enabled=false" $name) }}
  {{- end }}
{{- end }}
{{- include "fargate-admission.otherSettings" . }}
{{- end }}

{{- define "fargate-admission.otherSettings" -}}
{{- range $name, $value := .Values.settings }}
FARGATE_ADMISSION_{{ snakecase $name | upper }}: {{ include "fargate-admission.settingText" $value | quote }}
{{- end }}
{{- end }}

{{- define "fargate-admission.settingText" -}}
{{- if kindIs "slice" . }}{{ join "," . }}{{ else if kindIs "bool" . }}{{ ternary "on" "off" . }}{{ else }}{{ . }}{{ end }}
{{- end }}

{{/*
Of a memory limit of 256 MiB, the heap has 100; with another limit Node.js sizes it. By the others the C library gives back at once what
a large review has taken, which it otherwise keeps for the next.
*/}}
{{- define "fargate-admission.ownEnvironment" -}}
{{- if eq (dig "limits" "memory" "" (.Values.resources | default dict)) "256Mi" }}
- { name: NODE_OPTIONS, value: --max-old-space-size=100 }
{{- end }}
- { name: MALLOC_ARENA_MAX, value: '2' }
- { name: MALLOC_MMAP_THRESHOLD_, value: '131072' }
- { name: MALLOC_TRIM_THRESHOLD_, value: '131072' }
{{- end }}

{{/* With what the values add. A list with two variables of one name is refused by API servers. */}}
{{- define "fargate-admission.environment" -}}
{{- $given := dict }}
{{- range .Values.extraEnv }}
  {{- $_ := set $given .name true }}
{{- end }}
{{- range include "fargate-admission.ownEnvironment" . | fromYamlArray }}
{{- if not (hasKey $given .name) }}
- {{ toYaml . | indent 2 | trim }}
{{- end }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "fargate-admission.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
# Lets the user above read the Secret and the token of IRSA, whose files belong to root.
fsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "fargate-admission.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "fargate-admission.probes" -}}
startupProbe:
  httpGet: { path: /livez, port: ops }
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet: { path: /livez, port: ops }
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  httpGet: { path: /readyz, port: ops }
  periodSeconds: 5
  timeoutSeconds: 2
{{- end }}

{{/* Where pods run: of .Values for the webhook, of .Values.audit and .Values.policies for the others. */}}
{{- define "fargate-admission.scheduling" -}}
{{- with .priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .topologySpreadConstraints }}
topologySpreadConstraints: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
