import { Controller, Get, NotFoundException, Param } from '@nestjs/common';
import { type OrderView, OrderViews } from './order-views.js';
import { type StockView, StockViews } from './stock-views.js';

/** Questions are plain GETs to the read model; no actor is asked anything. */
@Controller()
export class QueriesController {
  constructor(
    private readonly orders: OrderViews,
    private readonly stock: StockViews,
  ) {}

  @Get('orders')
  listOrders(): OrderView[] {
    return this.orders.list();
  }

  @Get('orders/:orderId')
  getOrder(@Param('orderId') orderId: string): OrderView {
    return known(this.orders.find(orderId), `order ${orderId}`);
  }

  @Get('stock')
  listStock(): StockView[] {
    return this.stock.list();
  }

  @Get('stock/:sku')
  getStock(@Param('sku') sku: string): StockView {
    return known(this.stock.find(sku), `product ${sku}`);
  }
}

function known<T>(view: T | undefined, what: string): T {
  if (view === undefined) throw new NotFoundException(`there is no ${what}`);
  return view;
}
