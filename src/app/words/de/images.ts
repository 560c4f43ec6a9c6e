/** Words about images in a text, in German. Loaded with the first image. */
import type English from '../en/images.ts';

const images: typeof English = {
  plain: 'Bild',
  fetching: (held, of) => `Das Bild wird geholt: ${held} von ${of} Teilen`,
  nobody: (held, of) =>
    held === 0
      ? 'Niemand, der online ist, hat dieses Bild. Es kommt, sobald jemand da ist, der es hat.'
      : `Niemand, der online ist, hat den Rest dieses Bildes (${held} von ${of} Teilen sind hier).`,
  unknown: 'Dieses Bild ist hier noch nicht bekannt.',
  bad: 'Das ist kein Bild, das sich zeigen lässt.',

  notShown: (name) =>
    `„${name}“ ist kein Bild, das Parley zeigen kann. PNG, JPEG, WebP und GIF gehen.`,
  tooLarge: (name) => `„${name}“ ist zu groß, auch wenn es verkleinert wird.`,
  smaller: (name) => `„${name}“ wurde verkleinert, damit alle es holen können.`,
  notKept: (name) =>
    `„${name}“ konnte auf diesem Gerät nicht gespeichert werden. Versuch es noch einmal.`,
  tooMany: (most) => `Nur ${most} Bilder auf einmal.`,
};

export default images;
