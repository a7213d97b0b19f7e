# In the build stage: the image's root file system in /root-fs, of Debian's packages that Node needs, Node as the lock file
# pins it, and /app. Each package leaves its record, by which scanners know it, and its licence.
set -eu
mkdir -p /root-fs/usr/lib /root-fs/usr/lib64 /root-fs/usr/bin /root-fs/etc /root-fs/var/lib/dpkg/status.d /root-fs/app /tmp/packages
ln -s usr/lib /root-fs/lib
ln -s usr/lib64 /root-fs/lib64
mkdir -m 1777 /root-fs/tmp

cd /tmp/packages
apt-get -o APT::Sandbox::User=root download base-files libc6 libgcc-s1 libstdc++6 tini
for package in *.deb; do
  dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C /root-fs --exclude='./usr/lib/*/gconv' \
    --exclude='./usr/share/doc/*/changelog*' --exclude='./usr/share/locale' --exclude='./etc/update-motd.d'
  dpkg-deb --field "$package" > "/root-fs/var/lib/dpkg/status.d/$(dpkg-deb --field "$package" Package)"
done

echo 'wenzheng:x:10001:10001::/:/usr/sbin/nologin' > /root-fs/etc/passwd
echo 'wenzheng:x:10001:' > /root-fs/etc/group
echo 'hosts: files dns' > /root-fs/etc/nsswitch.conf
cp "$(/build/node_modules/.bin/node -p process.execPath)" /root-fs/usr/bin/node
cp -r /app/. /root-fs/app
chroot /root-fs /usr/bin/node --version
