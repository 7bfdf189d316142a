listen corpus_news;
notify corpus_news, 'hello';
unlisten other;
