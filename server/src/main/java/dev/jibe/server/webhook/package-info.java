/** Calls to services that the server asks for an answer: conversion and admission webhooks. */
@NullMarked
package dev.jibe.server.webhook;

import org.jspecify.annotations.NullMarked;
