create table "𝒯able 🙂" ("größe" integer, "列" text, ñandú text default '𝒳');
insert into "𝒯able 🙂" ("größe", "列") values (1, '値🙂;'), (2, e'\U0001F642');
comment on column "𝒯able 🙂"."列" is 'コメント; 🙂';
create index "索引 🙂" on "𝒯able 🙂" ("größe");
