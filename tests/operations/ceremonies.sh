# The blocks of docs/OPERATIONS.md, run as they stand; and what must be so after each.
# Read by tests/operations/run (a build) and by tools/try-packages (the packages).
#   guide     the guide's file
#   root      before every path of the blocks; empty where they are meant
#   port      in place of 8443, host: in place of archive.lan
# shellcheck shell=bash disable=SC2154,SC2034  # shared with who reads this

passphrase='mot mat khau du dai'

# A block's text, at home in $root.
block() {
  awk -v mark="\`\`\`sh ceremony=$1" '$0 == mark { on = 1; next } /^```$/ { on = 0 } on' "$guide" \
    | sed -E "s#(^|[^a-zA-Z0-9._/-])/(etc|var|run|root|srv|media)/#\1$root/\2/#g
        s/archive\.lan/$host/g; s/:8443/:$port/g"
}
ceremonies() { sed -nE 's/^```sh ceremony=([a-z-]+)$/\1/p' "$guide"; }

# Runs one in this shell. Whoever is asked gives the same passphrase, at a prompt and to tangthu.
ceremony() {
  local text
  text=$(block "$1")
  [ -n "$text" ] || { echo "the guide has no ceremony $1" >&2; exit 1; }
  begun=$1
  echo "== $1" >&2
  cd "$packages" || exit
  eval "$text" < "$answers"
  cd / || exit
  if declare -F "after_${1//-/_}" > /dev/null; then "after_${1//-/_}"; fi
}
fails_with() {
  local wanted=$1 code=0
  shift
  "$@" > /dev/null 2>&1 || code=$?
  [ "$code" = "$wanted" ] || { echo "exit code $code, not $wanted: $*" >&2; exit 1; }
}
holds() { "$@" || { echo "it does not hold: $*" >&2; exit 1; }; }

# What is secret is its owner's alone, whatever the shell's umask.
private() {
  local file
  for file in "$@"; do
    holds [ "$(stat -c %a "$file")" = 600 ]
  done
}
after_certificates() { private "$root"/etc/tangthu-ca/*.key "$root/etc/tangthu/server.key"; }
after_found() {
  holds [ ! -e "$root/run/ceremony/founders" ]
  private "$root"/run/ceremony/shares/*
}
after_try_shares() { fails_with 5 vault --user binh list; }
after_start() { as an status | grep "^unsealed" > /dev/null; }
after_boot() {
  as an status | grep '^unsealed' > /dev/null
  private "$root/etc/credstore/tangthu-unseal"
}
after_people() { fails_with 6 tangthu --server "unix:$root/run/tangthu/socket" --user nobody list; }
after_station_keys() { private "$root"/etc/tangthu-station/*.key; }
# The archive's purpose: who is cleared finds the paper and gets it, the administrator does not.
paper_is_there() {
  local id folder
  folder=$(mktemp -d)
  id=$(as thu --json list | sed -nE 's/^\{"id":"([^"]+)".*/\1/p' | head -n 1)
  holds [ -n "$id" ]
  as lan search 'cộng hòa xã hội chủ nghĩa' | grep "^$id" > /dev/null
  as lan get "$id" --out "$folder/paper.pdf" > /dev/null
  holds [ "$(head -c 4 "$folder/paper.pdf")" = %PDF ]
  fails_with 3 as an show "$id"
  rm -r "$folder"
}
# Both officers have signed: nothing waits, and the key is the one that the station made.
after_station_enrol() {
  local key
  holds [ -z "$(as binh approve)" ]
  key=$(as an --json station list | sed -nE 's/.*"fingerprint":"([^"]+)".*/\1/p')
  holds [ "${#key}" = 39 ]
}
after_station_paper() { paper_is_there; }
after_backup() {
  private "$root/etc/tangthu/backup.pass"
  holds [ -n "$(ls "$root/var/backups/tangthu")" ]
}
# What the server shows is the file that lies there.
after_renew() {
  local shown wanted
  wanted=$(openssl x509 -in "$root/etc/tangthu/server.pem" -noout -serial)
  for _ in 1 2 3 4 5; do
    shown=$(openssl s_client -connect "localhost:$port" < /dev/null 2> /dev/null | openssl x509 -noout -serial)
    [ "$shown" != "$wanted" ] || return 0
    sleep 1
  done
  echo "the server shows $shown, not $wanted" >&2
  exit 1
}
after_upgrade() { paper_is_there; }
after_rekey() {
  fails_with 2 vault unseal --share-file "$root/run/ceremony/new-shares/share-1.txt"  # not sealed
  vault seal 2> /dev/null
  fails_with 6 vault unseal --share-file "$root/run/ceremony/shares/share-1.txt"
}
# A token of SoftHSM, with what the guide's token has.
make_token() {
  printf 'directories.tokendir = %s\nobjectstore.backend = file\n' "$root/run/ceremony/tokens" \
    > "$root/run/ceremony/softhsm2.conf"
  export SOFTHSM2_CONF=$root/run/ceremony/softhsm2.conf
  mkdir "$root/run/ceremony/tokens"
  echo 280193 > "$root/run/ceremony/pin"
  chown -R tangthu:tangthu "$root/run/ceremony"
  chmod 644 "$SOFTHSM2_CONF"
  runuser -u tangthu -- softhsm2-util --init-token --free --label archive --pin 280193 --so-pin 5678 \
    > /dev/null
}
before_token() { make_token; }
after_token() { vault --user an status | grep "hsm:" > /dev/null; }
after_login_card() {
  fails_with 6 as kiem audit list
  fails_with 2 as kiem --passphrase-file "$root/run/ceremony/kiem.card" audit list
  private "$root/run/ceremony/kiem.card"
}
after_lost_token() {
  if vault --user an status | grep hsm; then exit 1; fi
  paper_is_there
}
after_lost_passphrase() {
  fails_with 6 as binh list
  as em --json list | grep '"id"' > /dev/null
}
after_recover() { as an user list | grep "^lan.*tuyet-mat" > /dev/null; }
# The disk dies: what lay elsewhere is left.
before_lost_disk() {
  systemctl start tangthu-checkpoint.service
  systemctl start tangthu-backup.service
  mkdir -p "$root/media/kept"
  cp "$(find "$root/var/lib/tangthu/checkpoints" -type f | sort | tail -n 1)" "$root/media/kept/checkpoint"
  chmod -R a+rX "$root/media"
  systemctl stop tangthud
  vault seal 2> /dev/null
  rm -r "$root/var/lib/tangthu/vault" "$root/var/lib/tangthu/checkpoints"
}
after_lost_disk() {
  paper_is_there
  private "$root/srv/tangthu-shred/slot"
}
before_seal_server() { as an status | grep "^unsealed" > /dev/null; }
after_seal_server() {
  as an status | grep "^unsealed" > /dev/null
  as an seal > /dev/null
  fails_with 5 as an status
}
after_seal() {
  fails_with 5 vault --user lan list
  systemctl start tangthud
  fails_with 5 as an status
}
