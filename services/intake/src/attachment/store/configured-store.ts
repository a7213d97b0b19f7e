import type { FactoryProvider } from '@nestjs/common';
import type { IntakeConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { FILE_STORE, type FileStore } from './file-store.js';
import { FolderStore } from './folder-store.js';
import { NoStore } from './no-store.js';
import { ObjectStore } from './object-store.js';

function storeOf({ ATTACHMENTS_S3, ATTACHMENTS_DIR }: IntakeConfig): FileStore {
  if (ATTACHMENTS_S3) return new ObjectStore(ATTACHMENTS_S3);
  return ATTACHMENTS_DIR === undefined ? new NoStore() : new FolderStore(ATTACHMENTS_DIR);
}

export const intakeFileStore: FactoryProvider<FileStore> = { provide: FILE_STORE, useFactory: storeOf, inject: [CONFIG] };
