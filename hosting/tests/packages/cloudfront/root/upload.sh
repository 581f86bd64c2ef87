#!/bin/sh
# Uploads the site, the page last: who gets it finds everything that it names. Nothing is removed here, so tabs
# that are open go on; remove what is old after some days.
#
#     sh cloudfront/upload.sh s3://your-bucket
set -eu
cd "$(dirname "$0")/../site"
aws s3 cp . "$1" --recursive --cache-control 'public, max-age=31536000, immutable' --exclude '*' \
  --include '*-????????????????*'
aws s3 cp . "$1" --recursive --exclude '*-????????????????*' --exclude '*.html' --cache-control 'no-cache'
aws s3 cp . "$1" --recursive --exclude '*' --include '*.html' --cache-control 'no-cache'
