{{/*
The names are those of the kustomize overlays, whatever the release is called: a cluster has one webhook, and alerts, dashboards and
the emergency command find it by them.
*/}}

{{- define "fargate-admission.labels" -}}
app.kubernetes.io/name: fargate-admission
{{ include "fargate-admission.releaseLabels" . }}
{{- end }}

{{- define "fargate-admission.auditLabels" -}}
app.kubernetes.io/name: fargate-admission-audit
{{ include "fargate-admission.releaseLabels" . }}
{{- end }}

{{- define "fargate-admission.policiesLabels" -}}
app.kubernetes.io/name: fargate-admission-policies
{{ include "fargate-admission.releaseLabels" . }}
{{- end }}

{{- define "fargate-admission.releaseLabels" -}}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}
