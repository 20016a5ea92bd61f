import { gzip, tarball } from "./containers.ts";
import { ods, pdf, xlsx } from "./documents.ts";
import { dice } from "./random.ts";
import { cards, ibans, iso, mule, people, START } from "./world.ts";

const payments = (): string => {
  const random = dice(21);
  const rows = Array.from({ length: 900 }, (_, i) => {
    const person = random.pick(people);
    const iban = i === 777 ? mule : random.pick(ibans);
    const amount = i === 777 ? "48250.00" : (random.int(100, 90_000) / 100).toFixed(2);
    // Two ragged rows, and a few cells left empty, as exports have them.
    if (i === 300) return `${i};${iso(START + i * 3_600_000).slice(0, 10)};"torn`;
    return `${i};${iso(START + i * 3_600_000).slice(0, 10)};${person.name};${iban};${random.next() < 0.03 ? "" : amount};EUR`;
  });
  return ["id;date;payee;iban;amount;currency", ...rows, ""].join("\n");
};

const orders = (): string => {
  const random = dice(22);
  return JSON.stringify(
    {
      exported: iso(START),
      orders: Array.from({ length: 250 }, (_, i) => ({
        id: `o-${1000 + i}`,
        customer: random.pick(people).mail,
        card: i % 50 === 0 ? random.pick(cards) : `**** **** **** ${random.int(1000, 9999)}`,
        total: random.int(500, 90_000) / 100,
        phone: random.pick(people).phone,
      })),
    },
    null,
    1,
  );
};

const budget = (): (string | number)[][] => {
  const random = dice(23);
  return [
    ["Month", "Planned", "Spent", "Owner"],
    ...["January", "February", "March", "April"].map((month) => [
      month,
      random.int(10, 90) * 1000,
      random.int(10, 90) * 1000,
      random.pick(people).name,
    ]),
  ];
};

const invoice = (): Buffer =>
  pdf("Invoice 2026-017", [
    [
      "Invoice 2026-017",
      `Bill to: ${people[0].name}, ${people[0].mail}, ${people[0].phone}`,
      "Date: 2 February 2026. Due: 4 March 2026.",
      "Consulting, 41 hours at EUR 120.00: EUR 4,920.00",
      `Pay to IBAN ${ibans[0].replace(/(.{4})/g, "$1 ").trim()}`,
      "Questions: https://www.example.org/invoices/2026-017",
    ],
    ["Terms", "Payment within 30 days. Card payments: 4111 1111 1111 1111 is the test card, never charge it."],
  ]);

/** A month of a small company's books. */
export const finance = async (): Promise<Buffer> =>
  gzip(
    await tarball({
      "books/payments.csv": payments(),
      "books/orders.json": orders(),
      "books/budget.xlsx": await xlsx("Budget", budget()),
      "books/forecast.ods": await ods("Forecast", budget()),
      "invoices/2026-017.pdf": invoice(),
      "invoices/empty.pdf": "",
      "notes.md": `# Month end\n\n- payment 777 to \`${mule}\` is **not** ours, ask ${people[2].name}\n- budget is signed off by ${people[3].name}\n`,
    }),
  );
