import { type DynamicModule, Module } from '@nestjs/common';
import { Catalogue } from './catalogue.js';
import type { Product } from './product.js';

@Module({})
export class CatalogueModule {
  static forRoot(products: readonly Product[]): DynamicModule {
    return {
      module: CatalogueModule,
      global: true,
      providers: [{ provide: Catalogue, useValue: new Catalogue(products) }],
      exports: [Catalogue],
    };
  }
}
