/** The controllers, one package each. */
@NullMarked
package dev.jibe.controllers;

import org.jspecify.annotations.NullMarked;
