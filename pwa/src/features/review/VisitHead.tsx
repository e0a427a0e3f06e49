/** Whose visit it is: name, birth date, day and signature, with the steps through the moments. */
import { at, clockTime, dateText, dayText } from "../../domain/time";
import { Icon } from "../../ui";
import { desk as words } from "../../words/desk";
import { signedFacts } from "../../words/signed-facts";
import type { ReviewPageData } from "./api";

interface Props {
  data: ReviewPageData;
  zone: string;
  previous: () => void;
  next: () => void;
}

export function VisitHead({ data, zone, previous, next }: Props) {
  const { patient, visit } = data;
  const last = data.signatures.at(-1);
  const facts = [
    words.review.born(dateText(patient.birth_date)),
    dayText(visit.date_of_service),
    last && words.review.signedBy(clockTime(zone, at(last.signed_at)), `${last.name}, ${last.credentials}`),
  ];
  return (
    <>
      <div class="head">
        <div>
          <h2 class="name">
            {patient.given_name} {patient.family_name}
          </h2>
          <p class="small second">{facts.filter(Boolean).join(" · ")}</p>
        </div>
        <div class="row">
          <button type="button" aria-label={words.review.previous} onClick={previous}>
            <Icon name="back" />
          </button>
          <button type="button" aria-label={words.review.next} onClick={next}>
            <Icon name="next" />
          </button>
        </div>
      </div>
      {visit.status in signedFacts.status && (
        <p class="notice minding" role="status">
          {[signedFacts.status[visit.status], visit.void_reason].filter(Boolean).join(" ")}
        </p>
      )}
    </>
  );
}
