/** Words about images in a text, in English. Loaded with the first image. */
export default {
  /** In the place of a description that nobody wrote. */
  plain: 'Image',
  fetching: (held: number, of: number) => `Fetching the image: ${held} of ${of} parts`,
  nobody: (held: number, of: number) =>
    held === 0
      ? 'Nobody who is online has this image. It comes as soon as somebody does.'
      : `Nobody who is online has the rest of this image (${held} of ${of} parts are here).`,
  unknown: 'This image is not known here yet.',
  bad: 'This is not an image that can be shown.',

  notShown: (name: string) =>
    `“${name}” is not an image that Parley can show. PNG, JPEG, WebP and GIF can be.`,
  tooLarge: (name: string) => `“${name}” is too large, also when it is made smaller.`,
  smaller: (name: string) => `“${name}” was made smaller, so that everybody can fetch it.`,
  notKept: (name: string) => `“${name}” could not be saved on this device. Try again.`,
  tooMany: (most: number) => `Only ${most} images at a time.`,
};
