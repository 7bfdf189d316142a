alter type mood add value 'happy' after 'ok';
alter type mood add value if not exists 'angry' before 'sad';
