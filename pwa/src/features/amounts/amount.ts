/** What a patient has used of a year's amounts, as the server tells it. */

export interface Entry {
  id: string;
  used_cents: number;
  as_of: string;
  source: string;
  by_name: string;
  created_at: string;
}

export interface Priced {
  code: string;
  units: number;
  unit_cents: number | null;
  cents: number | null;
}

export interface OwnDay {
  service_day_id: string;
  date_of_service: string;
  revision: number;
  cents: number;
  lines: Priced[];
}

export interface Bucket {
  bucket: string;
  amount_cents: number | null;
  source: string;
  eighty_percent_cents: number | null;
  entry: Entry | null;
  entries: Entry[];
  own_days: OwnDay[];
  own_cents: number;
  used_cents: number;
  missing_fees: string[];
  state: "below" | "near" | "over" | "unknown";
}

export interface Year {
  patient_id: string;
  year: number;
  buckets: Bucket[];
}

/** Who has used 80 % or more of an amount of this year. */
export interface Near {
  year: number;
  /** Buckets for which no amount of the year is published: whoever uses those is not listed. */
  without_amount: string[];
  patients: {
    patient_id: string;
    patient_name: string;
    birth_date: string;
    bucket: string;
    amount_cents: number;
    used_cents: number;
    state: "near" | "over";
  }[];
}

/** How much of the amount is used, in whole percent and never rounded up; null where none is published. */
export function percentUsed({ amount_cents, used_cents }: Bucket): number | null {
  return amount_cents ? Math.floor((used_cents * 100) / amount_cents) : null;
}
