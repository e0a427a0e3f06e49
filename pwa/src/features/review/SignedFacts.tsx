/** The signed facts, read from the signed bytes: on the review page and on paper. */
import { signedFacts as words } from "../../words/signed-facts";
import { type Fact, signedFacts } from "./signed-facts";

interface SignedFactsProps {
  content: string;
  /** One below that of the heading over it. */
  heading: "h3" | "h4";
}

export function SignedFacts({ content, heading: Heading }: SignedFactsProps) {
  const stated = signedFacts(content);
  if (!stated) return <p>{words.unknown}</p>;
  return (
    <>
      {stated.version === 1 && <p class="small second">{words.older}</p>}
      {stated.activities.map(({ id, title, code, facts }) => (
        <section key={id} aria-label={title}>
          <Heading>
            {title} <span class="small second">{words.code(code)}</span>
          </Heading>
          <List facts={facts} />
        </section>
      ))}
      {stated.measures.length > 0 && (
        <section aria-label={words.measures}>
          <Heading>{words.measures}</Heading>
          <List facts={stated.measures} />
        </section>
      )}
    </>
  );
}

function List({ facts }: { facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <dl class="facts">
      {facts.map(({ label, value }, i) => (
        <Row key={`${label}${i}`} label={label} value={value} />
      ))}
    </dl>
  );
}

function Row({ label, value }: Fact) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
