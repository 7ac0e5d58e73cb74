#!/bin/sh
# What the tests need from the system: PostgreSQL, Redis, chromium, a Java runtime for the HTML
# checker, and the checker itself (npm package vnu-jar). Installed when missing and allowed.
set -e
missing=""
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$missing postgresql"
command -v redis-server >/dev/null || missing="$missing redis-server"
command -v wrk >/dev/null || missing="$missing wrk"
command -v chromium >/dev/null || missing="$missing chromium"
command -v java >/dev/null || missing="$missing default-jre-headless"
command -v npm >/dev/null || missing="$missing npm"
fc-list 2>/dev/null | grep -qi "noto sans\|dejavu" || missing="$missing fonts-noto-core fontconfig"
if [ -n "$missing" ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests need these system packages:$missing" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
if [ ! -f .stamps/vnu.jar ]; then
  mkdir -p .stamps/vnu
  (cd .stamps/vnu && npm pack --silent vnu-jar@26.9.27 >/dev/null && tar xzf vnu-jar-*.tgz)
  mv "$(find .stamps/vnu -name vnu.jar | head -n 1)" .stamps/vnu.jar
  rm -rf .stamps/vnu
fi
