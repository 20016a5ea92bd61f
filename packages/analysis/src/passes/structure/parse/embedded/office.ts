/** Parts of OOXML, OpenDocument and EPUB that are files of their own: objects, pictures and sounds, macros. */
const FILE =
  /(^|\/)(embeddings|media)\/[^/]+$|(^|\/)vbaProject\.bin$|\/activeX\/[^/]+\.bin$|^(Pictures|ObjectReplacements)\/[^/]+$|^Object [^/]+(\/content\.xml)?$|^(Basic|Scripts)\/.+\.(xml|xba|py|js|bsh)$|\.(png|jpe?g|gif|tiff?|webp|bmp|mp3|m4a|mp4)$/i;
/** Parts that such documents are made of. Whatever else stands in one was put there. */
const OWN =
  /\.(?:xml|rels|vml|bin|psmdcp|x?html?|css|ncx|opf|ttf|otf|woff2?|odttf|fntdata|rdf|js|smil|svg|data|dat)$|(^|\/)(?:mimetype|layout-cache)$|\/$/i;
const INDEX = /(^|\/)script-l[bc]\.xml$/i;
const THUMBNAIL = /(^|\/)thumbnails?[/.]/i;

export const isOfficeFile = (name: string): boolean =>
  (FILE.test(name) || !OWN.test(name)) && !INDEX.test(name) && !THUMBNAIL.test(name);
