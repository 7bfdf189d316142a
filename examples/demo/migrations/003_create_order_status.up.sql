create type order_status as enum ('draft', 'placed', 'shipped', 'cancelled');
