# Clears up behind a stack. Its standard input ends when the program that owns the stack closes it
# or is gone, however it went; then it ends every process that is recorded in processes/ and removes
# the folder. A record holds a process id and the signal that ends that process without a trace.
trap '' HUP INT QUIT TERM
folder=$1
mkdir -m 700 "$folder" "$folder/processes" && echo ready || exit 1
exec >/dev/null 2>&1

while read -r _; do :; done

# From here on no process can record itself, and one that cannot does not start.
mv "$folder/processes" "$folder/ending"

end() {
  for record in "$folder"/ending/*; do
    read -r pid signal <"$record" && kill -"${1:-$signal}" "$pid"
  done
}

alive() {
  for record in "$folder"/ending/*; do
    read -r pid signal <"$record" && kill -0 "$pid" && return 0
  done
  return 1
}

end
tries=0
while alive && [ $tries -lt 60 ]; do
  sleep 0.1
  tries=$((tries + 1))
done
end KILL
rm -rf "$folder" || { sleep 1; rm -rf "$folder"; }
