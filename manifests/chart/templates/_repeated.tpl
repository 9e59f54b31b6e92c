{{/*
What repeats its work in a cluster: a Deployment with one pod, and its rights. Takes: root, values, name, labels and settings (names of
templates), rights (a file), args, and page (a port; absent where there is none).
*/}}
{{- define "fargate-admission.repeated" -}}
{{- if .values.serviceAccount.create }}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .values.serviceAccount.name }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include .labels .root | nindent 4 }}
  {{- with .values.serviceAccount.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
# The Deployment asks for the token itself. IRSA needs none: EKS projects one of its own, for the audience sts.amazonaws.com.
automountServiceAccountToken: false
---
{{- end }}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: {{ .name }}
  labels: {{- include .labels .root | nindent 4 }}
rules: {{- (.root.Files.Get .rights | fromYaml).rules | toYaml | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: {{ .name }}
  labels: {{- include .labels .root | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ .name }}
subjects:
  - kind: ServiceAccount
    name: {{ .values.serviceAccount.name }}
    namespace: {{ .root.Release.Namespace }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .name }}-settings
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include .labels .root | nindent 4 }}
data: {{- include .settings .root | nindent 2 }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include .labels .root | nindent 4 }}
spec:
  # Two would do no harm, and twice the work.
  replicas: 1
  strategy:
    type: Recreate
  selector:
    matchLabels:
      app.kubernetes.io/name: {{ .name }}
  template:
    metadata:
      # Not the name that the Service of the webhook selects.
      labels:
        {{- with .values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        app.kubernetes.io/name: {{ .name }}
      annotations:
        {{- with .values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        # A changed setting rolls the Deployment.
        checksum/settings: {{ include .settings .root | sha256sum }}
    spec:
      serviceAccountName: {{ .values.serviceAccount.name }}
      # For what the ClusterRole says.
      automountServiceAccountToken: true
      enableServiceLinks: false
      securityContext: {{- include "fargate-admission.podSecurityContext" .root | nindent 8 }}
      {{- with .root.Values.imagePullSecrets }}
      imagePullSecrets: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with include "fargate-admission.scheduling" .values | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      containers:
        - name: fargate-admission
          image: {{ include "fargate-admission.image" .root }}
          {{- with .root.Values.image.pullPolicy }}
          imagePullPolicy: {{ . }}
          {{- end }}
          # The image's own, but for a heap that V8 keeps small from the start.
          command: [/nodejs/bin/node, --enable-source-maps, --optimize-for-size, dist/main.js]
          args:
            {{- range .args }}
            - {{ . }}
            {{- end }}
          envFrom:
            - configMapRef:
                name: {{ .name }}-settings
          {{- with .root.Values.extraEnv }}
          env: {{- toYaml . | nindent 12 }}
          {{- end }}
          ports:
            - name: ops
              containerPort: 8080
            {{- with .page }}
            # Listens on 127.0.0.1 alone: the page names the workloads of all namespaces. kubectl port-forward reaches it.
            - name: report
              containerPort: {{ . }}
            {{- end }}
          {{- include "fargate-admission.probes" .root | nindent 10 }}
          resources: {{- toYaml (.values.resources | default dict) | nindent 12 }}
          securityContext: {{- include "fargate-admission.containerSecurityContext" .root | nindent 12 }}
{{- end }}
