import express, { type Express } from 'express';

/** An Express application that names no framework and computes no ETag: its clients do not cache. */
export function createApp(): Express {
  return express().disable('x-powered-by').disable('etag');
}
