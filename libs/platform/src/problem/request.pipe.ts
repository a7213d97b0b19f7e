import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { invalidRequest, type Issue } from './invalid-request.js';

/** Whatever a request says is read by its schema. What is wrong is named in one way, wherever it stands: a field of the body, a parameter of the query, a part of the path. */
export class RequestPipe implements PipeTransform<unknown, Promise<unknown>> {
  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { data } = metadata;
    // A parameter that is read alone has its name in the decorator.
    const place = data === undefined ? [] : [data];
    const named = (issues: readonly Issue[]) => invalidRequest(issues.map((issue) => ({ ...issue, path: [...place, ...(issue.path ?? [])] })));
    return new StandardSchemaValidationPipe({ exceptionFactory: (issues) => named(issues as readonly Issue[]) }).transform(value, metadata);
  }
}
