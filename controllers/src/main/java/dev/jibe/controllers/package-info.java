/**
 * The controllers: one package for each, with a pure plan, its actions, and a shell that applies them.
 *
 * <p>{@link dev.jibe.controllers.Controllers} starts them all over one set of informers.
 */
@NullMarked
package dev.jibe.controllers;

import org.jspecify.annotations.NullMarked;
