#!/usr/bin/env bash
# Makes every secret that Wenzheng 问政 needs, once, in the namespace of the current context. What is there already stays; no
# value is ever printed. A second run makes only what is missing, keys that a former release did not have among it.
#   deploy/kubernetes/secrets.sh production|small [--namespace wenzheng] [--renew-certificates]
# Needs kubectl, openssl. Asks for what only the city can know (clients of the OpenID provider, access to the object store), or
# takes it from the environment: OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, CONSOLE_OIDC_CLIENT_ID,
# CONSOLE_OIDC_CLIENT_SECRET, BACKUP_ACCESS_KEY_ID, BACKUP_ACCESS_SECRET_KEY.
# CHANNELS names the channels that get a key (default: all six).
# --renew-certificates signs the stores' certificates anew with the authority that is there.
set -euo pipefail
umask 077

usage() { sed -n '2,10p' "$0" | sed 's/^# \{0,1\}//' >&2; exit 2; }
overlay=${1:-}; case $overlay in production|small) shift ;; *) usage ;; esac
namespace=wenzheng renew=
while [ $# -gt 0 ]; do
  case $1 in
    --namespace) namespace=${2:?}; shift 2 ;;
    --renew-certificates) renew=yes; shift ;;
    *) usage ;;
  esac
done
for program in kubectl openssl; do command -v "$program" > /dev/null || { echo "$program is needed 需要 $program" >&2; exit 1; }; done
kubectl get namespace "$namespace" > /dev/null || { echo "first: kubectl apply -f deploy/kubernetes/base/namespace.yaml" >&2; exit 1; }

folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
has() { kubectl -n "$namespace" get secret "$1" > /dev/null 2>&1; }
value() { kubectl -n "$namespace" get secret "$1" -o "jsonpath={.data.$2}" | base64 -d; }
# Values go through files, so that they stand in no list of processes.
file() { mkdir -p "$folder/$1"; cat > "$folder/$1/$2"; }
make() {
  if has "$1"; then echo "$1: is there, stays 已存在" >&2; return; fi
  kubectl -n "$namespace" create secret generic "$1" --from-file="$folder/$1" > /dev/null
  echo "$1: made 已创建" >&2
}
# As `make`, but keys that are missing in a secret that is there are added to it.
complete() {
  if ! has "$1"; then make "$1"; return; fi
  local path key added=
  for path in "$folder/$1"/*; do
    key=${path##*/}
    [ -z "$(value "$1" "$key")" ] || continue
    printf '{"data":{"%s":"%s"}}' "$key" "$(base64 -w0 "$path")" > "$folder/patch"
    kubectl -n "$namespace" patch secret "$1" --patch-file="$folder/patch" > /dev/null
    added+=" $key"
  done
  if [ -n "$added" ]; then echo "$1: is there, added$added 已补充" >&2; else echo "$1: is there, stays 已存在" >&2; fi
}
hex() { openssl rand -hex "${1:-24}" | tr -d '\n'; }
key() { openssl rand -base64 32 | tr -d '\n'; }
# A key ring: {"active": id, "keys": {id: 32 bytes}}.
ring() { printf '{"active":"k1","keys":{"k1":"%s"}}' "$(key)"; }
ask() {
  local name=$1 question=$2
  if [ -n "${!name:-}" ]; then printf '%s' "${!name}"; return; fi
  [ -t 0 ] || { echo "$name is not set, and there is nobody to ask" >&2; exit 1; }
  local answer; read -r -s -p "$question: " answer; echo >&2
  [ -n "$answer" ] || { echo "$name must not be empty" >&2; exit 1; }
  printf '%s' "$answer"
}

# The stores' own authority and their certificates, unless cert-manager makes them (components/stores-certificates).
authority=$folder/wenzheng-authority
if has wenzheng-authority; then
  mkdir -p "$authority"
  for item in tls.crt tls.key; do value wenzheng-authority "${item/./\\.}" > "$authority/$item"; done
else
  mkdir -p "$authority"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj '/CN=Wenzheng stores' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout "$authority/tls.key" -out "$authority/tls.crt" 2> /dev/null
  cp "$authority/tls.crt" "$authority/ca.crt"
  make wenzheng-authority
fi
# NAME ALTERNATIVE…: for 825 days, as server and, among servers of a cluster, as client.
certificate() {
  local name=$1; shift
  if has "$name" && [ -z "$renew" ]; then echo "$name: is there, stays 已存在" >&2; return; fi
  local out=$folder/$name names; mkdir -p "$out"; names=$(printf ',DNS:%s' "$@")
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$out/tls.key" -out "$folder/request" 2> /dev/null
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth,clientAuth\nkeyUsage=critical,digitalSignature\nbasicConstraints=critical,CA:FALSE\n' "${names#,}" > "$folder/extensions"
  openssl x509 -req -in "$folder/request" -CA "$authority/tls.crt" -CAkey "$authority/tls.key" -set_serial "0x$(hex 16)" -days 825 -extfile "$folder/extensions" -out "$out/tls.crt" 2> /dev/null
  cp "$authority/tls.crt" "$out/ca.crt"
  if has "$name"; then kubectl -n "$namespace" delete secret "$name" > /dev/null; fi
  make "$name"
  kubectl -n "$namespace" label secret "$name" cnpg.io/reload= --overwrite > /dev/null
}
certificate wenzheng-nats-tls wenzheng-nats "wenzheng-nats.$namespace.svc" wenzheng-nats-{0,1,2}.wenzheng-nats-headless
certificate wenzheng-postgres-tls wenzheng-postgres "wenzheng-postgres.$namespace.svc" wenzheng-postgres-rw "wenzheng-postgres-rw.$namespace.svc" wenzheng-postgres-r wenzheng-postgres-ro

# NATS reads passwords as values, so they begin with a letter.
if has wenzheng-nats; then echo 'wenzheng-nats: is there, stays 已存在' >&2; else
  for user in DEPLOY SYSTEM INTAKE ROUTING PUBLICATION DEADLINE_SUPERVISION SUPERVISION_OFFICE; do printf 'n%s' "$(hex)" | file wenzheng-nats "NATS_PASSWORD_$user"; done
  make wenzheng-nats
fi

host=wenzheng-postgres; [ "$overlay" = production ] && host=wenzheng-postgres-rw
database_url() { printf 'postgres://wenzheng_%s:%s@%s:5432/wenzheng?sslmode=verify-full' "$1" "$(hex)" "$host"; }
# The owners' are apart: no service is given one.
for schema in intake routing publication deadline_supervision console; do database_url "${schema}_owner" | file wenzheng-owners "DATABASE_URL_${schema^^}"; done
complete wenzheng-owners
for service in intake routing publication deadline-supervision console; do
  secret=wenzheng-$service
  if has "$secret"; then echo "$secret: is there, stays 已存在" >&2; continue; fi
  schema=${service//-/_}
  database_url "$schema" | file "$secret" DATABASE_URL
  # The console has no part in the bus.
  if [ "$service" != console ]; then value wenzheng-nats "NATS_PASSWORD_${schema^^}" | file "$secret" NATS_PASSWORD; fi
  case $service in
    intake)
      channels=; for channel in ${CHANNELS:-portal board interview mailbox forum microblog}; do channels+="${channels:+,}\"$channel\":\"$(hex)\""; done
      printf '{%s}' "$channels" | file "$secret" CHANNEL_KEYS
      ring | file "$secret" VAULT_KEYS; key | file "$secret" TRACKING_KEY; key | file "$secret" AUTHOR_HASH_KEY ;;
    publication) key | file "$secret" LOG_KEY ;;
    deadline-supervision)
      ask OIDC_CLIENT_ID 'Client of deadline-supervision at the OpenID provider 督办服务的客户端标识' | file "$secret" OIDC_CLIENT_ID
      ask OIDC_CLIENT_SECRET 'Its secret 客户端密钥' | file "$secret" OIDC_CLIENT_SECRET
      ring | file "$secret" WEBHOOK_KEYS ;;
    console)
      ask CONSOLE_OIDC_CLIENT_ID 'Client that people sign in to the console with 工作台登录用的客户端标识' | file "$secret" OIDC_CLIENT_ID
      ask CONSOLE_OIDC_CLIENT_SECRET 'Its secret 客户端密钥' | file "$secret" OIDC_CLIENT_SECRET
      ring | file "$secret" SESSION_KEYS ;;
  esac
  make "$secret"
done

if [ "$overlay" = small ]; then
  if ! has wenzheng-postgres-superuser; then printf postgres | file wenzheng-postgres-superuser username; hex | file wenzheng-postgres-superuser password; fi
  make wenzheng-postgres-superuser
else
  if ! has wenzheng-backup; then
    ask BACKUP_ACCESS_KEY_ID 'Access key of the object store 对象存储访问键' | file wenzheng-backup ACCESS_KEY_ID
    ask BACKUP_ACCESS_SECRET_KEY 'Its secret 对象存储密钥' | file wenzheng-backup ACCESS_SECRET_KEY
  fi
  make wenzheng-backup
fi
echo 'Keep VAULT_KEYS, TRACKING_KEY, AUTHOR_HASH_KEY and WEBHOOK_KEYS in a safe outside the cluster too 请另行离线保存。' >&2
