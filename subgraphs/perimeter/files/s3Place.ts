/** Where content is kept at a service that speaks S3. */
export interface S3Place {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Stands before all names; ends with a slash. */
  readonly prefix: string;
}

/** Reads `https://s3.example/bucket/prefix`. Throws where it is no such place. */
export function s3PlaceIn(text: string, region: string, server: string): S3Place {
  const url = URL.parse(text);
  const [bucket = '', ...folders] = url?.pathname.split('/').filter((part) => part !== '') ?? [];
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || !/^[a-z0-9][a-z0-9.-]{1,62}$/.test(bucket))
    throw new Error(`CHANCERY_FILES_S3 is an address such as https://s3.example/bucket, without a password, not ${text}.`);
  return { endpoint: url.origin, region, bucket, prefix: [...folders, server, ''].join('/') };
}
