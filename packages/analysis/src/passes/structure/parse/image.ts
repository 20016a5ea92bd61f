import { Report } from "../report.ts";
import type { Parser, ParseTask } from "./task.ts";
import { readXml } from "./xml-text.ts";

const MANY_PIXELS = 100_000_000;
const PNG_END = Buffer.from([0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
const JPEG_END = Buffer.from([0xff, 0xd9]);

const svg = ({ bytes }: ParseTask, report: Report): void => {
  let elements = 0;
  let scripts = 0;
  const outside: string[] = [];
  let size: Record<string, string> | undefined;
  readXml(bytes, {
    open: (name, attributes) => {
      elements++;
      if (name === "svg") size ??= attributes;
      if (name === "script" || Object.keys(attributes).some((key) => /^on[a-z]+$/i.test(key))) scripts++;
      const link = attributes["xlink:href"] ?? attributes.href ?? "";
      if (/^(https?:)?\/\//i.test(link) && outside.length < 20) outside.push(link);
    },
    text: (text) => report.say(text.trim()),
  });
  if (scripts > 0) report.find({ rule: "svg-script", title: "An SVG with scripts", severity: "high" });
  for (const link of outside)
    report.find({
      rule: "external-reference",
      title: "An SVG that refers to something outside",
      severity: "info",
      context: link,
    });
  report.facts.image = { type: "svg", width: size?.width, height: size?.height, elements };
};

/** Bytes after the image's end marker: a place to hide things. */
const trailing = (bytes: Uint8Array, type: string, report: Report): void => {
  const end = type === "png" ? PNG_END : type === "jpg" ? JPEG_END : undefined;
  if (!end) return;
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).lastIndexOf(end);
  if (at < 0)
    report.find({
      rule: "truncated-image",
      title: "The image has no end marker",
      severity: "low",
      start: bytes.length,
    });
  else if (bytes.length - at - end.length > 16)
    report.find({
      rule: "trailing-data",
      title: `${bytes.length - at - end.length} bytes after the end of the image`,
      severity: "medium",
      start: at + end.length,
    });
};

const metadata = async (bytes: Uint8Array, report: Report): Promise<Record<string, unknown> | undefined> => {
  const { default: exifr } = await import("exifr");
  const options = {
    xmp: true,
    iptc: true,
    gps: true,
    icc: false,
    mergeOutput: true,
    translateValues: true,
    reviveValues: true,
  };
  const tags = (await exifr.parse(bytes, options).catch(() => undefined)) as Record<string, unknown> | undefined;
  if (!tags) return undefined;
  const { latitude, longitude } = tags;
  if (typeof latitude === "number" && typeof longitude === "number")
    report.find({
      rule: "image-gps",
      title: "The place where the picture was taken",
      severity: "medium",
      context: `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`,
    });
  const kept = Object.entries(tags).filter(
    ([, value]) => ["string", "number", "boolean"].includes(typeof value) || value instanceof Date,
  );
  for (const [key, value] of kept) if (typeof value === "string" && value.length > 3) report.say(`${key}: ${value}`);
  return Object.fromEntries(kept.slice(0, 80));
};

/** Pixel size, EXIF, IPTC and XMP; places, hidden trailers and scripts flagged. Pixels are never decoded. */
export const parse: Parser = async (task) => {
  const report = new Report();
  if (task.format === "svg") {
    svg(task, report);
    return report.output();
  }
  const { imageSize } = await import("image-size");
  const exif = await metadata(task.bytes, report);
  const size = imageSize(task.bytes);
  const { width, height, type, images } = size;
  if (width * height > MANY_PIXELS)
    report.find({
      rule: "pixel-bomb",
      title: `${width} × ${height} pixels in ${task.bytes.length} bytes`,
      severity: "medium",
      start: 0,
    });
  trailing(task.bytes, type ?? task.format, report);
  report.facts.image = {
    type: type ?? task.format,
    width,
    height,
    ...(images && images.length > 1 ? { images: images.length } : {}),
    ...(exif ? { metadata: exif } : {}),
  };
  return report.output();
};
