{{- define "satchel.selector" -}}
app.kubernetes.io/name: satchel
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "satchel.labels" -}}
{{ include "satchel.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "satchel.name" -}}
{{ .Release.Name | trunc 50 | trimSuffix "-" }}-satchel
{{- end }}

{{- define "satchel.embedded" -}}
{{- if eq (index .Values.config "engine.kind" | default "embedded") "embedded" }}yes{{ end }}
{{- end }}
