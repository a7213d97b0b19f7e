#!/usr/bin/env bash
# Builds the image of Wenzheng 问政 from this checkout.
#   deploy/image/build.sh [--base IMAGE | --debootstrap] [--tag NAME]
# --base IMAGE    a Debian 13 or newer of a registry (default docker.io/library/debian:trixie-slim)
# --debootstrap   without a registry of images: the base is made of Debian's packages, from this machine's own mirror
# --tag NAME      default wenzheng:VERSION-REVISION
# Needs buildah; --debootstrap needs debootstrap and root as well. AUTHORITIES names a file of certificate authorities that
# npm shall trust in the build (default: NODE_EXTRA_CA_CERTS); ~/.npmrc is used where it exists. Neither gets into the image.
set -euo pipefail
cd "$(dirname "$0")/../.."

base=docker.io/library/debian:trixie-slim
revision=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
version=$(sed -n 's/^ *"version": "\(.*\)",/\1/p' package.json | head -1)
tag="wenzheng:$version-$revision"
while [ $# -gt 0 ]; do
  case $1 in
    --base) base=$2; shift 2 ;;
    --debootstrap) base=localhost/wenzheng-base:trixie; shift ;;
    --tag) tag=$2; shift 2 ;;
    *) sed -n '2,9p' "$0" >&2; exit 2 ;;
  esac
done

if [ "$base" = localhost/wenzheng-base:trixie ] && ! buildah inspect --type image "$base" > /dev/null 2>&1; then
  mirror=$(apt-get indextargets --format '$(REPO_URI)|$(ORIGIN)|$(COMPONENT)' 'Created-By: Packages' | grep '|Debian|main$' | grep -v security | head -1 | cut -d'|' -f1)
  [ -n "$mirror" ] || { echo 'apt knows no Debian mirror: run apt-get update once' >&2; exit 1; }
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  debootstrap --variant=minbase --include=ca-certificates trixie "$scratch" "$mirror"
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$scratch" / > /dev/null
  buildah commit --quiet --rm "$container" "$base" > /dev/null
fi

secrets=()
authorities=${AUTHORITIES:-${NODE_EXTRA_CA_CERTS:-}}
if [ -n "$authorities" ]; then secrets+=(--secret "id=authorities,src=$authorities"); fi
if [ -f ~/.npmrc ]; then secrets+=(--secret "id=npmrc,src=$HOME/.npmrc"); fi

# chroot isolation: as root in a container, or where the kernel grants no user namespaces.
buildah bud --layers --isolation "${BUILDAH_ISOLATION:-chroot}" --file deploy/image/Containerfile --ignorefile .containerignore \
  --build-arg "BASE=$base" --build-arg "VERSION=$version" --build-arg "REVISION=$revision" --build-arg "CREATED=$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
  "${secrets[@]}" --tag "$tag" .
echo "$tag"
