-- A doctor has a thousand patients among millions: her search goes through the names in her own circles, which lie side by
-- side here, instead of through a page for each visit and one for each name. See docs/adrs/0018.
-- CreateTable
CREATE TABLE "circle_name" (
    "circle" TEXT COLLATE "C" NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "visit_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "reading" SMALLINT NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "given" TEXT COLLATE "C" NOT NULL,
    "pinyin" TEXT COLLATE "C" NOT NULL,
    "given_pinyin" TEXT COLLATE "C" NOT NULL,
    "initials" TEXT COLLATE "C" NOT NULL,
    "sound" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "circle_name_pkey" PRIMARY KEY ("visit_id","circle","patient_id","reading")
);

-- All a search reads is in the index; the condition is always true (Prisma drops an index it does not know unless it has one). A name of nobody's length would not fit into a page with its keys: those are cut by `circle_names_of`.
CREATE INDEX "circle_name_looked_at" ON "circle_name"("circle", "until") INCLUDE ("person_id", "name", "given", "pinyin", "given_pinyin", "initials", "sound") WHERE "circle" <> '';

-- `until` word for word as in services/shared/data-scope/store.relations.ts.
CREATE FUNCTION "circle_names_of"("visits" uuid[]) RETURNS SETOF "circle_name" LANGUAGE sql STABLE AS $$
  SELECT c."circle", (CASE WHEN v."discharged_at" IS NOT NULL THEN v."discharged_at" WHEN v."kind" IN ('inpatient', 'day-surgery') THEN 'infinity'::timestamptz ELSE coalesce(v."planned_at", v."as_of") END)::timestamptz(3),
         v."id", v."patient_id", n."patient_id", n."reading", left(n."name", 60), left(n."given", 60), left(n."pinyin", 120), left(n."given_pinyin", 120), left(n."initials", 60), left(n."sound", 120)
    FROM "visit" v
    CROSS JOIN LATERAL unnest(ARRAY['a:' || v."attending", 'n:' || v."nurse", 'g:' || v."group_code", 'w:' || v."ward_code", 'd:' || v."department_code", CASE WHEN v."state" = 'planned' OR v."kind" = 'day-surgery' THEN 'b:' END]) AS c("circle")
    JOIN "patient" p ON p."canonical_id" = v."patient_id"
    JOIN "patient_name" n ON n."patient_id" = p."id"
   WHERE v."id" = ANY("visits") AND v."counts" AND c."circle" IS NOT NULL
$$;

CREATE FUNCTION "circle_names_again"("visits" uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF cardinality("visits") = 0 THEN RETURN; END IF;
  DELETE FROM "circle_name" c WHERE c."visit_id" = ANY("visits");
  INSERT INTO "circle_name" SELECT * FROM "circle_names_of"("visits");
END $$;

CREATE FUNCTION "circle_names_of_new_visits"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "circle_names_again"(ARRAY(SELECT v."id" FROM "now_so" v));
  RETURN NULL;
END $$;
CREATE TRIGGER "visit_names_inserted" AFTER INSERT ON "visit" REFERENCING NEW TABLE AS "now_so" FOR EACH STATEMENT EXECUTE FUNCTION "circle_names_of_new_visits"();

CREATE FUNCTION "circle_names_of_changed_visits"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "circle_names_again"(ARRAY(
    SELECT v."id" FROM "now_so" v JOIN "was_so" w ON w."id" = v."id"
     WHERE (v."patient_id", v."counts", v."attending", v."nurse", v."group_code", v."ward_code", v."department_code", v."state", v."kind", v."discharged_at", v."planned_at")
           IS DISTINCT FROM (w."patient_id", w."counts", w."attending", w."nurse", w."group_code", w."ward_code", w."department_code", w."state", w."kind", w."discharged_at", w."planned_at")
        OR (v."as_of" <> w."as_of" AND v."discharged_at" IS NULL AND v."planned_at" IS NULL AND v."kind" NOT IN ('inpatient', 'day-surgery'))));
  RETURN NULL;
END $$;
CREATE TRIGGER "visit_names_changed" AFTER UPDATE ON "visit" REFERENCING OLD TABLE AS "was_so" NEW TABLE AS "now_so" FOR EACH STATEMENT EXECUTE FUNCTION "circle_names_of_changed_visits"();

CREATE FUNCTION "circle_names_of_named"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "circle_names_again"(ARRAY(SELECT v."id" FROM "visit" v JOIN "patient" p ON p."canonical_id" = v."patient_id" WHERE p."id" IN (SELECT n."patient_id" FROM "changed" n)));
  RETURN NULL;
END $$;
CREATE TRIGGER "names_inserted" AFTER INSERT ON "patient_name" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "circle_names_of_named"();
CREATE TRIGGER "names_changed" AFTER UPDATE ON "patient_name" REFERENCING NEW TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "circle_names_of_named"();
CREATE TRIGGER "names_deleted" AFTER DELETE ON "patient_name" REFERENCING OLD TABLE AS "changed" FOR EACH STATEMENT EXECUTE FUNCTION "circle_names_of_named"();

-- A merge, and its undoing: the names of both numbers are the person's, or no longer.
CREATE FUNCTION "circle_names_of_merged"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "circle_names_again"(ARRAY(
    SELECT v."id" FROM "now_so" p JOIN "was_so" w ON w."id" = p."id" AND w."canonical_id" IS DISTINCT FROM p."canonical_id"
      JOIN "visit" v ON v."patient_id" IN (p."canonical_id", w."canonical_id")));
  RETURN NULL;
END $$;
CREATE TRIGGER "patient_names_merged" AFTER UPDATE ON "patient" REFERENCING OLD TABLE AS "was_so" NEW TABLE AS "now_so" FOR EACH STATEMENT EXECUTE FUNCTION "circle_names_of_merged"();

-- What is here already; older visits are in nobody's list (services/shared/patients/store.names.ts).
INSERT INTO "circle_name" SELECT n.* FROM "visit" v CROSS JOIN LATERAL "circle_names_of"(ARRAY[v."id"]) n
 WHERE (CASE WHEN v."discharged_at" IS NOT NULL THEN v."discharged_at" WHEN v."kind" IN ('inpatient', 'day-surgery') THEN 'infinity'::timestamptz ELSE coalesce(v."planned_at", v."as_of") END) > now() - interval '366 days';
